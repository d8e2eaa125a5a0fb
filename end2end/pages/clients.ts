// The client list and the record.

import { expect, type Locator, type Page } from '@playwright/test';
import { sayLike } from '../fixtures/catalog.ts';
import { arrive, path, visit } from './page.ts';

export type List = 'new' | 'in-progress' | 'all';
const TABS: Record<List, string> = { new: 'New', 'in-progress': 'In Progress', all: 'All' };
/** How many clients a page has. */
export const PAGE_SIZE = 50;

export class Clients {
  readonly words: Locator;
  readonly searchButton: Locator;
  readonly rows: Locator;
  readonly next: Locator;
  readonly previous: Locator;

  constructor(readonly page: Page) {
    const main = page.locator('main');
    this.words = main.getByRole('textbox', { name: 'Search clients', exact: true });
    this.searchButton = main.getByRole('button', { name: 'Search', exact: true });
    this.rows = main.locator('tbody').getByRole('row');
    this.next = main.getByRole('link', { name: 'Next', exact: true });
    this.previous = main.getByRole('link', { name: 'Previous', exact: true });
  }

  async open(list?: List): Promise<void> {
    await visit(this.page, list ? `/clients?list=${list}` : '/clients');
    await this.arrived();
  }

  async arrived(): Promise<void> {
    await arrive(this.page, 'Your clients');
  }

  tab(list: List): Locator {
    return this.page.getByRole('link', { name: new RegExp(`^${TABS[list]}\\W*\\d`) });
  }

  /** Follows the tab and waits until it is the current one. */
  async choose(list: List): Promise<void> {
    await this.tab(list).click();
    await expect(this.page).toHaveURL(new RegExp(`[?&]list=${list}(&|$)`));
    await this.current(list);
  }

  async current(list: List): Promise<void> {
    await expect(this.tab(list)).toHaveAttribute('aria-current', /page|true/);
    await this.arrived();
  }

  /** The number on a tab. */
  async count(list: List): Promise<number> {
    return digits(await this.tab(list).innerText());
  }

  /** The names on this page, in order. */
  async names(): Promise<string[]> {
    return (await this.rows.getByRole('link').allInnerTexts()).map((name) => name.trim());
  }

  client(name: string): Locator {
    return this.rows.getByRole('link', { name, exact: true });
  }

  async search(words: string): Promise<void> {
    await this.words.fill(words);
    await this.searchButton.click();
    // The total repeats the words of the list on screen, so that an earlier search's answer is not taken for this one's.
    await expect(this.page.getByRole('status').filter({ hasText: `“${words.trim()}”` })).toBeVisible();
    await expect(this.page).toHaveURL(/[?&]q=[0-9a-f-]{36}(&|$)/);
    await this.arrived();
  }

  /** After a search: who was found. Waits for the result of just these words. */
  async found(words: string, names: string[]): Promise<void> {
    if (names.length === 0) {
      await expect(this.page.getByText(sayLike('clients.no_result')).first()).toBeVisible();
      await expect(this.rows).toHaveCount(0);
      return;
    }
    const message = names.length === 1 ? 'clients.found_one' : 'clients.found_many';
    await expect(this.page.getByText(sayLike(message, { words, n: names.length })).first()).toBeVisible();
    expect(await this.names()).toEqual(names);
  }

  /** Finds the client by name and opens the record. Gives its address. */
  async openRecord(name: string): Promise<string> {
    await this.open('all');
    await this.search(name);
    await this.client(name).click();
    await expect(this.page.getByText(`You are acting for ${name}`).first()).toBeVisible();
    await expect(this.page).toHaveURL(/\/clients\/[0-9a-f-]{36}/);
    return path(this.page);
  }
}

/** The link from a record back to the list. */
export function backToList(page: Page): Locator {
  return page.getByRole('link', { name: 'Back to your clients' });
}

function digits(text: string): number {
  const found = /[\d,]+/.exec(text);
  if (!found) throw new Error(`no number in ${JSON.stringify(text)}`);
  return Number(found[0].replace(/,/g, ''));
}

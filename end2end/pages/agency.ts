// The Agency Management Program: the roster, an entry's form and page, the contacts.

import { expect, type Locator, type Page } from '@playwright/test';
import { arrive, visit } from './page.ts';

/** An entry as it is typed, by label. */
export type Entry = Record<
  'First name' | 'Last name' | 'Certification email' | 'Training ID' | 'Phone' | 'Email' | 'City' | 'Languages spoken',
  string
>;

export class Roster {
  constructor(readonly page: Page) {}

  get words(): Locator {
    return this.page.getByRole('textbox', { name: 'Search your roster' });
  }

  get rows(): Locator {
    return this.page.locator('tbody tr');
  }

  /** The link with a person's name. */
  person(name: string): Locator {
    return this.page.locator('tbody').getByRole('link', { name, exact: true });
  }

  /** What the table says of somebody in a column. */
  cell(name: string, column: string): Locator {
    return this.rows.filter({ has: this.page.getByRole('link', { name, exact: true }) }).locator(`[data-label="${column}"]`);
  }

  async open(query = ''): Promise<void> {
    await visit(this.page, `/agency${query}`);
    await this.arrived();
  }

  async arrived(): Promise<void> {
    await arrive(this.page, 'Your organization');
  }

  async search(words: string): Promise<void> {
    await this.words.fill(words);
    await this.page.getByRole('button', { name: 'Search', exact: true }).click();
    await expect(this.page).toHaveURL(/[?&]q=/);
    await this.arrived();
    await expect(this.words).toHaveValue(words.trim());
  }

  /** Goes to the page of somebody whom a search finds. */
  async openPerson(name: string): Promise<void> {
    await this.search(name);
    await this.person(name).click();
    await arrive(this.page, name);
  }
}

export class EntryForm {
  constructor(readonly page: Page) {}

  field(label: keyof Entry): Locator {
    return this.page.getByLabel(label, { exact: true });
  }

  choice(question: string, answer: string): Locator {
    return this.page.getByRole('group', { name: question, exact: true }).getByLabel(answer, { exact: true });
  }

  get save(): Locator {
    return this.page.getByRole('button', { name: 'Save', exact: true });
  }

  async openToAdd(): Promise<void> {
    await visit(this.page, '/agency/add');
    await arrive(this.page, 'Add an assister');
  }

  async fill(entry: Partial<Entry>): Promise<void> {
    for (const [label, value] of Object.entries(entry)) await this.field(label as keyof Entry).fill(value);
  }
}

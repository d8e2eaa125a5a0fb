// Worksheets: Agent of Record and payments. The same page at several addresses.

import { readFile } from 'node:fs/promises';
import { expect, type Locator, type Page } from '@playwright/test';
import { arrive, visit } from './page.ts';

export const AGENT_OF_RECORD = 'Agent of Record';
export const PAYMENTS = 'Per-enrollee payments';
/** A worksheet as a file. */
export interface File {
  name: string;
  text: string;
}

export class Worksheet {
  readonly month: Locator;
  readonly show: Locator;
  readonly download: Locator;
  readonly rows: Locator;

  constructor(
    readonly page: Page,
    readonly address: string,
    readonly heading: string,
  ) {
    const main = page.locator('main');
    this.month = main.getByLabel('Month', { exact: true });
    this.show = main.getByRole('button', { name: 'Show', exact: true });
    this.download = main.getByRole('link', { name: 'Download as CSV', exact: true });
    this.rows = main.locator('tbody').getByRole('row');
  }

  async open(query = ''): Promise<void> {
    await visit(this.page, this.address + query);
    await this.arrived();
  }

  async arrived(): Promise<void> {
    await arrive(this.page, this.heading);
  }

  /** The lines about somebody. */
  about(name: string): Locator {
    return this.rows.filter({ has: this.page.getByRole('rowheader', { name, exact: true }) });
  }

  /** What the one line about somebody says in a column. */
  cell(name: string, column: string): Locator {
    return this.about(name).locator(`[data-label="${column}"]`);
  }

  /** The months to choose from, the latest first, as in addresses. */
  async months(): Promise<string[]> {
    return this.month.locator('option').evaluateAll((options) => options.map((option) => (option as HTMLOptionElement).value));
  }

  /** Shows a month by the form. */
  async choose(month: string): Promise<void> {
    await this.month.selectOption(month);
    await this.show.click();
    await expect(this.page).toHaveURL(new RegExp(`[?&]month=${month}(&|$)`));
    await this.arrived();
    await expect(this.month).toHaveValue(month);
  }

  /** All of it as a file. */
  async file(): Promise<File> {
    const [download] = await Promise.all([this.page.waitForEvent('download'), this.download.click()]);
    return { name: download.suggestedFilename(), text: await readFile(await download.path(), 'utf8') };
  }
}

/** A day of the portal's calendar. */
export interface Day {
  /** `December 1, 2026`. */
  read: string;
  /** `2026-12-01`. */
  iso: string;
}

/** Today in the portal's time zone, and the first day of the month after. */
export function days(): { today: Day; firstOfNext: Day } {
  const [year, month, day] = new Intl.DateTimeFormat('en-CA', { timeZone: 'America/Chicago' }).format(new Date()).split('-').map(Number);
  const long = new Intl.DateTimeFormat('en-US', { timeZone: 'UTC', dateStyle: 'long' });
  const of = (at: Date): Day => ({ read: long.format(at), iso: at.toISOString().slice(0, 10) });
  return { today: of(new Date(Date.UTC(year!, month! - 1, day!))), firstOfNext: of(new Date(Date.UTC(year!, month!, 1))) };
}

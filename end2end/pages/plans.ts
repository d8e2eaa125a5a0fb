// Plans: the catalogs, and the page of a file from preview to result.

import { readFile } from 'node:fs/promises';
import { expect, type Locator, type Page } from '@playwright/test';
import { arrive, visit } from './page.ts';

/** The two years that the form offers: the one that people apply for now, and the other one. */
function years(): { now: string; other: string } {
  const today = new Intl.DateTimeFormat('en-CA', { timeZone: 'America/Chicago' }).format(new Date());
  const [year, month] = today.split('-').map(Number);
  const [first, second] = [String(year!), String(year! + 1)];
  return month! >= 11 ? { now: second, other: first } : { now: first, other: second };
}

/** The year of the tests' own catalogs: the one that nobody applies for now, so that the demo's stays. */
export function catalogYear(): string {
  return years().other;
}

/** The year that people apply for now: of a portal of the test's own only. */
export function applyingYear(): string {
  return years().now;
}

/** What a line says where it does not say what any plan does. */
const PLAN: Record<string, string> = {
  name: 'Test Silver 1',
  issuer: 'Test Health',
  metal_level: 'Silver',
  network: 'Test Network',
  area: 'Ramsey',
  deductible: '3000',
  out_of_pocket_limit: '8000.50',
};

/** A line below the template's header. */
export function planLine(header: string, values: Record<string, string>): string {
  const said: Record<string, string> = { ...PLAN, ...values };
  return header
    .split(',')
    .map((column) => said[column] ?? (column.startsWith('age_') ? `${200 + 5 * Number(column.split('_').at(-1))}.25` : ''))
    .join(',');
}

export class Plans {
  readonly file: Locator;
  readonly send: Locator;
  readonly importButton: Locator;
  readonly refusedLines: Locator;
  readonly catalogs: Locator;
  readonly lines: Locator;

  constructor(readonly page: Page) {
    const main = page.locator('main');
    const rows = (table: string | RegExp): Locator => main.getByRole('table', { name: table, exact: true }).locator('tbody').getByRole('row');
    this.file = main.getByLabel('CSV file', { exact: true });
    this.send = main.getByRole('button', { name: 'Upload and check', exact: true });
    this.importButton = main.getByRole('button', { name: 'Import plans', exact: true });
    this.refusedLines = main.getByRole('link', { name: 'Download the refused lines', exact: true });
    this.catalogs = rows('Catalogs of plans');
    this.lines = rows(/^\d+ lines?$/);
  }

  year(year: string): Locator {
    return this.page.getByRole('group', { name: 'Coverage year' }).getByLabel(year, { exact: true });
  }

  async open(): Promise<void> {
    await visit(this.page, '/resource-center/plans');
    await arrive(this.page, 'Plans');
  }

  /** The first line of the template, from the page on screen. */
  async header(): Promise<string> {
    const link = this.page.getByRole('link', { name: 'Download the template', exact: true });
    const [download] = await Promise.all([this.page.waitForEvent('download'), link.click()]);
    expect(download.suggestedFilename()).toBe('plans-template.csv');
    return (await readFile(await download.path(), 'utf8')).replace(/^\uFEFF/, '').trim();
  }

  /** Chooses a year (the tests' own, when not given) and a file of these lines, and sends them. */
  async upload(name: string, lines: readonly string[], year = catalogYear()): Promise<void> {
    await this.year(year).check();
    await this.file.setInputFiles({ name, mimeType: 'text/csv', buffer: Buffer.from(lines.join('\r\n')) });
    await this.send.click();
  }

  /** From the form on screen to what the lines will do. */
  async preview(name: string, lines: readonly string[]): Promise<void> {
    await this.upload(name, lines);
    await arrive(this.page, 'Check the plans');
  }

  /** What people choose from now becomes these plans, in a portal of the test's own. */
  async replace(plans: readonly Record<string, string>[]): Promise<void> {
    await this.open();
    const header = await this.header();
    await this.upload('new.csv', [header, ...plans.map((plan) => planLine(header, plan))], applyingYear());
    await arrive(this.page, 'Check the plans');
    await this.importButton.click();
    await expect(this.page.getByText('Plans imported', { exact: true })).toBeVisible();
  }

  /** The line with this plan ID. */
  line(code: string): Locator {
    return this.lines.filter({ has: this.page.getByRole('cell', { name: code, exact: true }) });
  }

  /** The catalog that is called so. */
  catalog(name: string): Locator {
    return this.catalogs.filter({ hasText: name });
  }
}

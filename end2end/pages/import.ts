// Importing a roster: the form, and the page of one import from preview to result.

import { expect, type Locator, type Page } from '@playwright/test';
import { arrive, visit } from './page.ts';

/** The headings of the template. */
export const COLUMNS =
  'First name,Last name,Certification email,Training ID,Phone,Email,City,Languages spoken,Assister Portal Access,Employment';

/** A line of a file. */
export function line(word: string, values: { city?: string; employment?: string; email?: string } = {}): string {
  const email = values.email ?? `${word}@import.test`;
  return `Test,${word},${email},MN-${word},651-555-0100,help@import.test,${values.city ?? 'Duluth'},English,Yes,${values.employment ?? 'Active'}`;
}

export class Import {
  constructor(readonly page: Page) {}

  get confirm(): Locator {
    return this.page.getByRole('button', { name: 'Confirm import', exact: true });
  }

  get cancel(): Locator {
    return this.page.getByRole('button', { name: 'Cancel', exact: true });
  }

  get file(): Locator {
    return this.page.getByLabel('CSV file', { exact: true });
  }

  /** How many lines a list has: "All", "Added", "Changed", "Inactivated", "Unchanged", "Refused". */
  count(list: string): Locator {
    return this.page.getByRole('navigation', { name: /What (will be|was) done/ }).getByRole('link', { name: new RegExp(`^${list}`) });
  }

  async open(): Promise<void> {
    await visit(this.page, '/agency/import');
    await arrive(this.page, 'Import a roster from CSV');
  }

  /** Chooses a roster and a file of these lines, and sends them. */
  async upload(name: string, lines: readonly string[], roster = 'Navigators'): Promise<void> {
    await this.open();
    await this.page.getByRole('radio', { name: roster, exact: true }).check();
    await this.file.setInputFiles({ name, mimeType: 'text/csv', buffer: Buffer.from(lines.join('\r\n')) });
    await this.page.getByRole('button', { name: 'Upload and check', exact: true }).click();
  }

  /** The preview of such a file. */
  async preview(lines: readonly string[], roster?: string): Promise<void> {
    await this.upload('roster.csv', [COLUMNS, ...lines], roster);
    await arrive(this.page, 'Check the import');
  }

  async done(): Promise<void> {
    await expect(this.page.getByText('Import done', { exact: true })).toBeVisible();
  }
}

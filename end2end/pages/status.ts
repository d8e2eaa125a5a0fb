// "Record a status", on the page of a consumer whom staff found.

import { type Locator, type Page } from '@playwright/test';
import type { Person } from '../fixtures/people.ts';
import { arrive } from './page.ts';
import { Center } from './resource-center.ts';

/** `3/7/1984` as a field of dates takes it. */
export function iso(born: string): string {
  const [month, day, year] = born.split('/');
  return `${year}-${month!.padStart(2, '0')}-${day!.padStart(2, '0')}`;
}

export class StatusForm {
  readonly form: Locator;
  readonly reason: Locator;
  readonly button: Locator;

  constructor(readonly page: Page) {
    // The page can have another form with a reason: ending an authorization.
    this.button = page.getByRole('button', { name: 'Record status', exact: true });
    this.form = page.locator('main form').filter({ has: this.button });
    this.reason = this.form.getByLabel('Reason', { exact: true });
  }

  /** What somebody qualifies for. */
  person(name: string): Locator {
    return this.form.getByLabel(name, { exact: true });
  }

  /** Finds the consumer by the three identifiers. */
  async open(who: Person): Promise<void> {
    await new Center(this.page).find(who.name, iso(who.born), who.email);
    await arrive(this.page, who.name);
  }
}

// Manage Assister: "Assister Details", the wizard, the receipt, "Remove".

import { expect, type Locator, type Page } from '@playwright/test';
import { postForm } from './identity.ts';
import { arrive, visit } from './page.ts';

const WIZARD = '/account/assister/add';
/** The wizard's steps by address, in order. */
export const STEPS = { number: WIZARD, card: `${WIZARD}/check`, agree: `${WIZARD}/agree` } as const;
export const HEADINGS = {
  number: 'Select the Assister Helping You',
  card: 'Is this your assister?',
  agree: 'Assister Authorization/Agent of Record',
} as const;

export class Details {
  readonly none: Locator;
  readonly add: Locator;
  readonly change: Locator;
  readonly remove: Locator;
  readonly receipt: Locator;
  readonly historyHeading: Locator;

  constructor(readonly page: Page) {
    const link = (name: string): Locator => page.getByRole('link', { name, exact: true });
    this.none = page.getByText('You have not authorized an assister.', { exact: true });
    this.add = link('Add an assister');
    this.change = link('Change my assister');
    this.remove = link('Remove my assister');
    this.receipt = link('View your receipt');
    this.historyHeading = page.getByRole('heading', { name: 'Earlier assisters', exact: true });
  }

  async open(): Promise<void> {
    await visit(this.page, '/account/assister');
    await arrive(this.page, 'Assister Details');
  }

  /** The earlier assisters, one entry each, newest first. */
  history(): Locator {
    const below = this.page.locator(
      'xpath=//*[self::h2 or self::h3][normalize-space()="Earlier assisters"]/following::*[self::ul or self::ol or self::tbody][1]',
    );
    return below.locator('xpath=./*[self::li or self::tr]');
  }
}

export class Wizard {
  readonly number: Locator;
  readonly search: Locator;
  readonly next: Locator;
  readonly different: Locator;
  readonly checkbox: Locator;
  readonly typedName: Locator;
  readonly confirm: Locator;
  readonly cancel: Locator;

  constructor(readonly page: Page) {
    const main = page.locator('main');
    this.number = main.getByLabel('Reference Number', { exact: true });
    this.search = main.getByRole('button', { name: 'Search', exact: true });
    this.next = main.getByRole('button', { name: 'Continue', exact: true });
    this.different = main.getByRole('link', { name: 'Use a different number', exact: true });
    this.checkbox = main.getByRole('checkbox', { name: 'I have read this and I agree', exact: true });
    this.typedName = main.getByLabel('Type your full name', { exact: true });
    this.confirm = main.getByRole('button', { name: 'Confirm', exact: true });
    this.cancel = main.getByRole('link', { name: 'Cancel', exact: true });
  }

  async open(): Promise<void> {
    await visit(this.page, STEPS.number);
    await arrive(this.page, HEADINGS.number);
  }

  /** Step 1, from a page that shows it. */
  async lookUp(number: string): Promise<void> {
    await this.number.fill(number);
    await this.search.click();
  }

  /** Steps 1 and 2: from the start to the page of the agreement. */
  async toAgreement(number: string): Promise<void> {
    await this.open();
    await this.lookUp(number);
    await arrive(this.page, HEADINGS.card);
    await this.next.click();
    await arrive(this.page, HEADINGS.agree);
  }

  /** Fills in step 3 without confirming. */
  async fillIn(name: string): Promise<void> {
    await this.checkbox.check();
    await this.typedName.fill(name);
  }

  /** The name of whom the consumer has just authorized. */
  async done(): Promise<string> {
    await arrive(this.page, /^You have authorized ./);
    return (await this.page.getByRole('heading', { level: 1 }).innerText()).replace('You have authorized ', '');
  }

  /** The whole way. Gives the assister's name. */
  async authorize(number: string, name: string): Promise<string> {
    await this.toAgreement(number);
    await this.fillIn(name);
    await this.confirm.click();
    return this.done();
  }

  /** The same without the pages, for tests of what comes after it. The page on screen stays. */
  async authorized(number: string, name: string): Promise<void> {
    await postForm(this.page, STEPS.number, { number });
    await postForm(this.page, STEPS.card);
    const to = await postForm(this.page, STEPS.agree, { agreed: 'yes', full_name: name });
    if (!to.startsWith(`${WIZARD}/done`)) throw new Error(`not authorized: ${to}`);
  }
}

export class Remove {
  readonly button: Locator;
  readonly keep: Locator;

  constructor(readonly page: Page) {
    this.button = page.locator('main').getByRole('button', { name: 'Remove my assister', exact: true });
    this.keep = page.getByRole('link', { name: 'Keep my assister', exact: true });
  }

  async open(): Promise<void> {
    await visit(this.page, '/account/assister/remove');
    await arrive(this.page, /^Remove .+\?$/);
  }

  /** The whole way, to the details that say that nobody helps. */
  async remove(): Promise<void> {
    await this.open();
    await this.button.click();
    await arrive(this.page, 'Assister Details');
    await expect(this.page.getByText('You have not authorized an assister.', { exact: true })).toBeVisible();
  }
}

/** Opens the receipt from the page on screen and gives its address. */
export async function openReceipt(page: Page): Promise<string> {
  await page.getByRole('link', { name: 'View your receipt', exact: true }).first().click();
  await arrive(page, 'Your receipt');
  await expect(page).toHaveURL(/\/account\/assister\/receipts\/[0-9a-f-]{36}$/);
  return new URL(page.url()).pathname;
}

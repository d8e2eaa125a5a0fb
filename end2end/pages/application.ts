// The application for coverage: the consumer's own, and a client's on their behalf. The same pages, at other addresses.

import { expect, type Locator, type Page } from '@playwright/test';
import { postForm } from './identity.ts';
import { arrive, scripted, visit } from './page.ts';

/** Who is in the household, and what they earn. */
export interface Household {
  /** The person whose application it is, as their account is named. */
  name: string;
  /** Yearly, as typed. */
  income: string;
}

export class Application {
  readonly save: Locator;
  readonly submit: Locator;

  constructor(
    readonly page: Page,
    /** `/account/application`, or `/clients/ID/application`. */
    readonly base = '/account/application',
  ) {
    this.save = page.getByRole('button', { name: 'Save and continue', exact: true });
    this.submit = page.getByRole('button', { name: 'Submit application', exact: true });
  }

  async open(page = ''): Promise<void> {
    await visit(this.page, page ? `${this.base}/${page}` : this.base);
  }

  field(label: string | RegExp): Locator {
    return this.page.getByLabel(label, { exact: true });
  }

  /** The question of a group of choices. */
  choice(question: string | RegExp, answer: string | RegExp): Locator {
    return this.page.getByRole('group', { name: question }).getByRole('radio', { name: answer, exact: true });
  }

  async goOn(heading: string | RegExp): Promise<void> {
    await this.save.click();
    await arrive(this.page, heading);
  }

  async start(): Promise<void> {
    await this.open();
    await this.page.getByRole('button', { name: 'Start application', exact: true }).click();
    await arrive(this.page, 'Do you want help paying for coverage?');
  }

  async help(yes: boolean): Promise<void> {
    await this.field(yes ? 'Yes, find out what help there is' : 'No, apply without financial help').check();
  }

  /** From the start to "Where does the household live?". */
  async household(name: string): Promise<void> {
    await this.help(true);
    await this.goOn('Who is in the household?');
    await this.page.getByRole('link', { name: `Change ${name}`, exact: true }).click();
    await arrive(this.page, `About ${name}`);
    await this.choice('Does this person apply for coverage?', 'Yes').check();
    await this.goOn('Who is in the household?');
    await this.goOn('Where does the household live?');
  }

  async address(): Promise<void> {
    await this.field('Street address').fill('12 Lake St');
    await this.field('City').fill('Duluth');
    await this.field('ZIP code').fill('55802');
    await this.field('County').selectOption({ label: 'St. Louis' });
    await this.goOn('Income of the household');
  }

  async income(name: string, amount: string): Promise<void> {
    await this.page.getByRole('link', { name: 'Add income', exact: true }).click();
    await arrive(this.page, 'Add income');
    await this.choice('Whose income is it?', name).check();
    await this.choice('Where does it come from?', 'Job').check();
    await this.field('How much is it each time?').fill(amount);
    await this.field('How often does it come?').selectOption({ label: 'once a year' });
    await this.goOn('Income of the household');
    await this.goOn(`Health coverage of ${name}`);
  }

  /** From coverage to the review. */
  async rest(name: string): Promise<void> {
    await this.choice('Does this person have Medicare?', 'No').check();
    await this.choice('Does an employer offer this person health coverage?', 'No').check();
    await this.goOn(/^How will the household file taxes/);
    await this.field('Files a tax return; married people file jointly').check();
    await this.goOn(`Citizenship or immigration status of ${name}`);
    await this.field('U.S. citizen or U.S. national').check();
    await this.goOn('Review your answers');
  }

  /** Posts what the page's form would send with these answers. */
  private async answer(page: string, answers: Record<string, string> = {}): Promise<void> {
    await postForm(this.page, `${this.base}/${page}`, answers);
  }

  /** Every answer from the start to the review, without the pages. */
  private async answered({ income }: Household): Promise<void> {
    await postForm(this.page, this.base);
    await this.answer('help', { help: 'yes' });
    await this.answer('household/1', { applies: 'yes' });
    await this.answer('household');
    await this.answer('address', { street: '12 Lake St', city: 'Duluth', zip: '55802', county: '137' });
    await this.answer('income/add', { member: '1', source: 'job', amount: income, frequency: 'yearly' });
    await this.answer('income');
    await this.answer('coverage/1', { medicare: 'no', employer: 'none' });
    await this.answer('taxes', { filing: 'files' });
    await this.answer('status/1', { status: 'citizen' });
  }

  /** To the review, for tests of what comes from there on. */
  async answerAll(household: Household): Promise<void> {
    await this.answered(household);
    await this.open('review');
    await arrive(this.page, 'Review your answers');
  }

  async toSign(): Promise<void> {
    await this.page.getByRole('link', { name: 'Continue to sign', exact: true }).click();
    await arrive(this.page, 'Sign and submit');
  }

  /** To the determination of the consumer's own application, for tests of what comes after it. */
  async submitAlone(household: Household): Promise<void> {
    await this.answered(household);
    await this.signed({ full_name: household.name });
  }

  /** The same of a client's, signed by the assister. */
  async submitFor(household: Household, assister: string, agreed = 'by_phone'): Promise<void> {
    await this.answered(household);
    await this.signed({ agreed, agreed_on: this.today(), full_name: assister });
  }

  private async signed(signature: Record<string, string>): Promise<void> {
    await this.answer('sign', signature);
    await this.open('determination');
    await this.determined();
  }

  /** An assister's signature: how and when the client agreed. */
  async agreed(client: string, assister: string, on: string): Promise<void> {
    await this.choice(`How did ${client} agree?`, 'By phone').check();
    await this.field('When did they agree?').fill(on);
    await this.field('Your own full name, as the assister').fill(assister);
  }

  async determined(): Promise<void> {
    await arrive(this.page, 'Initial determination');
  }

  /** The same page for the consumer, once a later status was recorded. */
  async determinedAgain(): Promise<void> {
    await arrive(this.page, 'Your results');
  }

  /** Today as it is typed, in the portal's time zone. */
  today(): string {
    return new Intl.DateTimeFormat('en-US', { timeZone: 'America/Chicago' }).format(new Date());
  }

  /** What a hydrated page loses by a reload and a plain one does not: nothing. */
  async reload(): Promise<void> {
    await this.page.reload();
    if (scripted()) await expect(this.page.locator('html')).toHaveAttribute('data-hydrated', 'true');
  }
}

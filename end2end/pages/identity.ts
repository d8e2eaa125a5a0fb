// "Sign in" and "Create an account".

import { type APIRequestContext, type Locator, type Page } from '@playwright/test';
import { plain, shown } from '../fixtures/mail.ts';
import type { Person } from '../fixtures/people.ts';
import { arrive, heading, visit } from './page.ts';

export class SignIn {
  readonly email: Locator;
  readonly password: Locator;
  readonly button: Locator;

  constructor(readonly page: Page) {
    this.email = page.getByLabel('Email', { exact: true });
    this.password = page.getByLabel('Password', { exact: true });
    this.button = page.locator('main').getByRole('button', { name: 'Sign in', exact: true });
  }

  async open(): Promise<void> {
    await visit(this.page, '/sign-in');
    await arrive(this.page, 'Sign in');
  }

  /** Fills in the form on screen and sends it. */
  async submit(email: string, password: string): Promise<void> {
    await arrive(this.page, 'Sign in');
    await this.email.fill(email);
    await this.password.fill(password);
    await this.button.click();
  }
}

/** Signs in from the sign-in page and waits until it is left. */
export async function signIn(page: Page, email: string, password: string): Promise<void> {
  const form = new SignIn(page);
  await form.open();
  await form.submit(email, password);
  await heading(page, 'Sign in').waitFor({ state: 'detached' });
  await arrive(page, /./);
}

export class CreateAccount {
  readonly name: Locator;
  readonly born: Locator;
  readonly email: Locator;
  readonly password: Locator;
  readonly button: Locator;

  constructor(readonly page: Page) {
    this.name = page.getByLabel('Full name', { exact: true });
    this.born = page.getByLabel('Date of birth', { exact: true });
    this.email = page.getByLabel('Email', { exact: true });
    this.password = page.getByLabel('Password', { exact: true });
    this.button = page.getByRole('button', { name: 'Create account', exact: true });
  }

  async open(): Promise<void> {
    await visit(this.page, '/create-account');
    await arrive(this.page, 'Create an account');
  }

  /** Fills in the form on screen and sends it. */
  async submit(who: Person): Promise<void> {
    await this.name.fill(who.name);
    await this.born.fill(who.born);
    await this.email.fill(who.email);
    await this.password.fill(who.password);
    await this.button.click();
  }
}

/** Who sends something without a window: a page, for whoever is signed in there. */
export interface Sender {
  request: APIRequestContext;
}

/**
 * Posts one of our plain forms as a browser would, but without a page: for what a test needs and does not look at. Gives the address that
 * the answer leads to.
 */
export async function post(page: Sender, address: string, form: Record<string, string>): Promise<string> {
  const response = await page.request.post(address, { form, headers: { accept: 'text/html' }, maxRedirects: 0 });
  const to = response.headers()['location'] ?? '';
  if (response.status() !== 303 || to.includes('retry=')) throw new Error(`${address} answered ${response.status()} ${to}`);
  return to;
}

/** Confirms this email by the link in the newest mail to it, as its owner would; no window shows it. */
export async function confirmEmail(page: Sender, email: string): Promise<void> {
  const [newest] = await shown(page.request, email, 'confirm_email');
  const link = newest?.links.find((address) => address.includes('/set-up/email/'));
  if (!link) throw new Error(`no link to confirm ${email}`);
  await postForm(page, new URL(link).pathname);
}

/** Posts the form that the page at this address has, with what stands in it already and with these answers; no window shows it. */
export async function postForm(page: Sender, address: string, answers: Record<string, string> = {}): Promise<string> {
  const response = await page.request.get(address, { headers: { accept: 'text/html' }, maxRedirects: 0 });
  const main = (await response.text()).split('<main')[1] ?? '';
  const [, action, inside] = /<form method="post" action="([^"]+)"[^>]*>([^]*?)<\/form>/.exec(main) ?? [];
  const to = response.headers()['location'] ?? '';
  if (!action || inside === undefined) throw new Error(`${address} has no form: ${response.status()} ${to}`);
  const stands: Record<string, string> = {};
  for (const [, type, attributes] of inside.matchAll(/<input type="(\w+)"((?:[^>"]|"[^"]*")*)>/g)) {
    const [, name] = / name="([^"]*)"/.exec(attributes!) ?? [];
    const [, value] = / value="([^"]*)"/.exec(attributes!) ?? [];
    const sent = (type !== 'radio' && type !== 'checkbox') || / checked\b/.test(attributes!);
    if (name && sent) stands[name] = plain(value ?? '');
  }
  for (const [, name, options] of inside.matchAll(/<select[^>]* name="([^"]*)"[^>]*>([^]*?)<\/select>/g)) {
    const [, chosen] = /<option selected value="([^"]*)"/.exec(options!) ?? [];
    stands[name!] = plain(chosen ?? '');
  }
  return post(page, action, { ...stands, ...answers });
}

// LoginMN: sign-on by OpenID Connect with a certified provider, in a portal that is configured for it. The provider has its pages on another
// origin than its issuer, and sends people on to a third: no policy of the portal's pages may stop a browser on that way.

import { startAnother, startAsItComes, startLoginMn, type LoginMn } from '../fixtures/login-mn.ts';
import { demo, DEMO_PASSWORD } from '../fixtures/people.ts';
import { freePort, Portal } from '../fixtures/portal.ts';
import { expect, test } from '../fixtures/test.ts';
import { arrive, path, problems, visit } from '../pages/page.ts';
import type { Page } from '@playwright/test';

let portal: Portal;
let provider: LoginMn;

test.beforeAll(async () => {
  const port = await freePort();
  provider = await startLoginMn([await freePort(), await freePort(), await freePort()], `http://127.0.0.1:${port}`);
  portal = await Portal.with(provider.variables, port);
});

test.afterAll(async () => {
  await portal.stop();
  await provider.stop();
});

/** Says who one is, where LoginMN asks: on an origin that the portal does not know of. */
async function identify(page: Page, name: string): Promise<void> {
  await page.getByLabel('Name').fill(name);
  expect(new URL(page.url()).origin).toBe(provider.federation);
  await page.getByRole('button', { name: 'Continue' }).click();
}

async function withPassword(page: Page, email: string, at = portal): Promise<void> {
  await page.goto(`${at.address}/sign-in`);
  await page.getByLabel('Email').fill(email);
  await page.getByLabel('Password').fill(DEMO_PASSWORD);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
}

async function withLoginMn(page: Page, at = '/sign-in'): Promise<void> {
  await page.goto(`${portal.address}${at}`);
  await page.getByRole('button', { name: 'Sign in with LoginMN' }).click();
}

test('who linked their identity signs on with it, and signing out ends both sessions', { tag: '@journey' }, async ({ page, actors }) => {
  // An identity that nobody linked signs nobody on, whatever it is called.
  const stranger = await actors.visitor();
  await withLoginMn(stranger);
  await identify(stranger, demo.consumer);
  await arrive(stranger, 'Sign in');
  await expect(problems(stranger)).toContainText('not linked to an account here');

  await withPassword(page, demo.consumer);
  await arrive(page, 'Your account');
  await visit(page, `${portal.address}/security`);
  await page.getByRole('button', { name: 'Link LoginMN' }).click();
  await identify(page, 'rosa');
  await expect(page.getByText('LoginMN is linked')).toBeVisible();
  await arrive(page, 'Sign-in and security');

  // Another browser goes on to where it wanted to go.
  const other = await actors.visitor();
  await other.goto(`${portal.address}/account/assister/add`);
  await other.getByRole('button', { name: 'Sign in with LoginMN' }).click();
  await identify(other, 'rosa');
  await arrive(other, 'Select the Assister Helping You');
  expect(path(other)).toBe('/account/assister/add');

  // A third with the provider's own session of the second: it is not asked who it is.
  const third = await actors.visitor();
  await third.context().addCookies((await other.context().cookies()).filter((cookie) => cookie.name.startsWith('_')));
  await withLoginMn(third);
  await arrive(third, 'Your account');

  // Signing out here signs out there, which signs out the third.
  await other.getByRole('banner').getByRole('button', { name: 'Sign out' }).click();
  await expect(other.getByRole('button', { name: 'Yes, sign me out' })).toBeVisible();
  expect(new URL(other.url()).origin).toBe(provider.pages);
  await other.getByRole('button', { name: 'Yes, sign me out' }).click();
  await arrive(other, 'Sign in');
  await third.goto(`${portal.address}/account`);
  await arrive(third, 'Sign in');
  await withLoginMn(other);
  await expect(other.getByLabel('Name'), 'LoginMN asks again').toBeVisible();

  // Unlinked, it opens nothing.
  await page.goto(`${portal.address}/security`);
  await page.getByRole('button', { name: 'Unlink LoginMN' }).click();
  await arrive(page, 'Sign-in and security');
  await expect(page.getByText('LoginMN no longer opens your account')).toBeVisible();
  await identify(other, 'rosa');
  await arrive(other, 'Sign in');
  await expect(problems(other)).toContainText('not linked to an account here');
});

test('the certified provider in its default settings is one that people link, sign on with and sign out of', async ({ page, actors }) => {
  const [port, other] = [await freePort(), await freePort()];
  const address = `http://127.0.0.1:${port}`;
  const asItComes = await startAsItComes(other, address);
  const own = await Portal.with(asItComes.variables, port);
  /** They want a font from the internet, and an icon that is not there. */
  const alone = (browser: Page): Promise<unknown> =>
    browser.context().route(/fonts\.googleapis\.com|favicon\.ico/, (route) => route.fulfill({ body: '' }));
  /** Its own pages: who one is, and whether the portal may know. */
  const signOn = async (browser: Page): Promise<void> => {
    await browser.getByPlaceholder('Enter any login').fill('rosa');
    await browser.getByPlaceholder('and password').fill('any');
    await browser.getByRole('button', { name: 'Sign-in' }).click();
    await browser.getByRole('button', { name: 'Continue' }).click();
  };
  try {
    await withPassword(page, demo.consumer, own);
    await arrive(page, 'Your account');
    await visit(page, `${address}/security`);
    await alone(page);
    await page.getByRole('button', { name: 'Link LoginMN' }).click();
    await signOn(page);
    await expect(page.getByText('LoginMN is linked')).toBeVisible();

    const another = await actors.visitor();
    await alone(another);
    await another.goto(`${address}/sign-in`);
    await another.getByRole('button', { name: 'Sign in with LoginMN' }).click();
    await signOn(another);
    await arrive(another, 'Your account');
    await another.getByRole('banner').getByRole('button', { name: 'Sign out' }).click();
    await another.getByRole('button', { name: 'Yes, sign me out' }).click();
    await arrive(another, 'Sign in');
  } finally {
    await own.stop();
    await asItComes.stop();
  }
});

for (const federated of [false, true]) {
  const how = federated ? 'with a federation on another origin' : 'in its default settings';
  test(`a provider that shares nothing with the certified one, ${how}, is linked, signed on with and signed out of`, async ({ page, actors }) => {
    const [port, other] = [await freePort(), await freePort()];
    const address = `http://127.0.0.1:${port}`;
    const another = await startAnother(other, federated ? await freePort() : undefined);
    const own = await Portal.with(another.variables, port);
    const identifyThere = async (browser: Page): Promise<void> => {
      if (!federated) return;
      await browser.getByRole('link', { name: 'Continue' }).click();
    };
    try {
      await withPassword(page, demo.consumer, own);
      await arrive(page, 'Your account');
      await visit(page, `${address}/security`);
      await page.getByRole('button', { name: 'Link LoginMN' }).click();
      await identifyThere(page);
      await expect(page.getByText('LoginMN is linked')).toBeVisible();

      const second = await actors.visitor();
      await second.goto(`${address}/sign-in`);
      await second.getByRole('button', { name: 'Sign in with LoginMN' }).click();
      await identifyThere(second);
      await arrive(second, 'Your account');
      await second.getByRole('banner').getByRole('button', { name: 'Sign out' }).click();
      await arrive(second, 'Sign in');
    } finally {
      await own.stop();
      await another.stop();
    }
  });
}

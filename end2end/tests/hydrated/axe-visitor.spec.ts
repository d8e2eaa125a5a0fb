// Accessible in every state: what anybody sees.

import { say } from '../../fixtures/catalog.ts';
import { demo, HOSTILE, longName, person } from '../../fixtures/people.ts';
import { audit } from '../../fixtures/looks.ts';
import { expect, test } from '../../fixtures/test.ts';
import { CreateAccount, SignIn } from '../../pages/identity.ts';
import { arrive, heading, problems, visit } from '../../pages/page.ts';

test('the start page', async ({ page }) => {
  await visit(page, '/');
  await audit(page, 'start');
});

test('the sign-in page', async ({ page }) => {
  const form = new SignIn(page);
  await form.open();
  await audit(page, 'sign in, empty');
  await form.submit(`${'x'.repeat(120)}@example.test`, 'not this password at all');
  await expect(problems(page)).toContainText(say('sign_in.wrong'));
  await audit(page, 'sign in, refused');
});

test('the sign-in page after a session that is over', async ({ page, context, baseURL }) => {
  await context.addCookies([{ name: 'session', value: '00'.repeat(32), url: baseURL! }]);
  await visit(page, '/sign-in');
  await expect(page.locator('main')).toContainText(say('sign_in.stale'));
  await audit(page, 'sign in, after a session that is over');
});

test('"Create an account"', async ({ page }) => {
  const form = new CreateAccount(page);
  await form.open();
  await audit(page, 'create account, empty');
  await form.submit({ name: '', born: '', email: '', password: '' });
  await expect(problems(page)).toContainText(say('create_account.name_missing'));
  await audit(page, 'create account, everything wrong');
  await form.submit(person({ name: HOSTILE[0] + longName(), email: demo.consumer }));
  await expect(problems(page)).toBeVisible();
  await audit(page, 'create account, hostile and too long');
});

test('"Page not found"', async ({ page }) => {
  expect((await visit(page, '/no/such/page')).status()).toBe(404);
  await arrive(page, 'Page not found');
  await audit(page, 'not found');
});

test('a page for when the application can’t answer', async ({ page }) => {
  // Only forms are posted here: asked for like a page, it is answered by the server itself, without a script.
  expect((await page.goto('/api/sign-out'))?.status()).toBe(405);
  await expect(heading(page, 'Page not found')).toBeVisible();
  await audit(page, 'a page of the server itself');
});

test('the design parts, each in every state', async ({ page }) => {
  expect((await visit(page, '/parts')).status()).toBe(200);
  await arrive(page, /./);
  await audit(page, 'parts');
  await page.getByRole('button', { name: 'Open the dialog' }).click();
  await expect(page.getByRole('dialog')).toBeVisible();
  await audit(page, 'parts, the dialog');
});

test('the homes of agency and staff', async ({ actors }) => {
  for (const [email, address] of [
    [demo.contact, '/agency'],
    [demo.arc, '/resource-center'],
    [demo.bsl, '/resource-center'],
    [demo.manager, '/resource-center'],
  ] as const) {
    const page = await actors.demo(email);
    await visit(page, address);
    await audit(page, email);
    await visit(page, '/');
    await expect(page.getByRole('link', { name: say('welcome.to_home') })).toHaveAttribute('href', address);
    await audit(page, `${email}: start, signed in`);
  }
});

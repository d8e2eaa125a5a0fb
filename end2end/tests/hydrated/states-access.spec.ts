// Accessible in states that no journey reaches: what anybody sees.

import { say } from '../../fixtures/catalog.ts';
import { demo, HOSTILE, longName, person } from '../../fixtures/people.ts';
import { audit, expectFits } from '../../fixtures/looks.ts';
import { expect, test } from '../../fixtures/test.ts';
import { CreateAccount, SignIn } from '../../pages/identity.ts';
import { arrive, expectRefused, heading, visit } from '../../pages/page.ts';

test('the start page, and addresses that lead nowhere', async ({ page }) => {
  await visit(page, '/');
  expect((await visit(page, '/no/such/page')).status()).toBe(404);
  await arrive(page, 'Page not found');
  await visit(page, `/set-up/${'0'.repeat(64)}`);
  await arrive(page, 'This link does not work');
  await expect(page.locator('main')).toContainText('Assister Resource Center');
  // Only forms are posted here: asked for like a page, it is answered by the server itself, without a script.
  expect((await page.goto('/api/sign-out'))?.status()).toBe(405);
  await expect(heading(page, 'Page not found')).toBeVisible();
  await audit(page, 'a page of the server itself');
});

test('a session that is over, and forms with what is too long to fit', async ({ page, context, baseURL }) => {
  await context.addCookies([{ name: 'session', value: '00'.repeat(32), url: baseURL! }]);
  const signIn = new SignIn(page);
  await signIn.open();
  await expect(page.locator('main')).toContainText(say('session.ended_text'));
  await signIn.submit(`${'x'.repeat(120)}@example.test`, 'not this password at all');
  await expectRefused(page, signIn.email, say('sign_in.wrong'));
  await expectFits(page, 'sign in, a long email');
  const create = new CreateAccount(page);
  await create.open();
  await create.submit(person({ name: HOSTILE[0] + longName(), email: demo.consumer }));
  await expectRefused(page, create.name, say('create_account.name_missing'));
  await expectFits(page, 'create account, hostile and too long');
});

test('the design parts, each in every state', async ({ page }) => {
  expect((await visit(page, '/parts')).status()).toBe(200);
  await arrive(page, /./);
  await page.getByRole('button', { name: 'Open the dialog' }).click();
  await expect(page.getByRole('dialog')).toBeVisible();
  await audit(page, 'parts, the dialog');
});

test('the homes of agency and staff, and the start page for who is signed in', async ({ actors }) => {
  for (const [email, address] of [
    [demo.contact, '/agency'],
    [demo.arc, '/resource-center'],
    [demo.bsl, '/resource-center'],
    [demo.manager, '/resource-center'],
  ] as const) {
    const page = await actors.demo(email);
    await visit(page, address);
    await visit(page, '/');
    await page.getByRole('link', { name: say('welcome.to_home') }).click();
    await expect(page).toHaveURL(new RegExp(`${address}$`));
  }
});

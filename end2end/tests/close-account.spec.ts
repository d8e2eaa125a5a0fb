// A consumer closes their account.

import { say } from '../fixtures/catalog.ts';
import { mail } from '../fixtures/mail.ts';
import { expect, test } from '../fixtures/test.ts';
import { SignIn } from '../pages/identity.ts';
import { arrive, expectRefused, visit } from '../pages/page.ts';

test('a consumer closes the account with their password, and can’t sign in any more', { tag: '@journey' }, async ({ actors, request }) => {
  const { page, who } = await actors.consumer();
  await visit(page, '/account');
  await arrive(page, 'Your account');
  await page.getByRole('link', { name: 'Close your account', exact: true }).click();
  await arrive(page, 'Close your account');
  await expect(page.locator('main')).toContainText(say('close.assister'));
  const [password, close] = [page.getByLabel('Current password', { exact: true }), page.getByRole('button', { name: 'Close your account' })];
  await password.fill('not the password');
  await close.click();
  await expectRefused(page, password, say('access.current_wrong'));
  await password.fill(who.password);
  await close.click();
  await arrive(page, 'Your account is closed');
  await expect(page.locator('main')).toContainText(say('close.done_text'));
  await mail(request, who.email, 'account_closed');

  await visit(page, '/account');
  await arrive(page, 'Sign in');
  await new SignIn(page).submit(who.email, who.password);
  await expect(page.locator('main')).toContainText(say('sign_in.wrong'));
});

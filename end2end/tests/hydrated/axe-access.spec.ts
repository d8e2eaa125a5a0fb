// Accessible in every state: getting into an account and keeping it.

import { say } from '../../fixtures/catalog.ts';
import { linkTo, mail } from '../../fixtures/mail.ts';
import { PASSWORD } from '../../fixtures/people.ts';
import { audit } from '../../fixtures/looks.ts';
import { invited, invitedToSetUp } from '../../fixtures/staff.ts';
import { expect, test } from '../../fixtures/test.ts';
import { totp } from '../../fixtures/totp.ts';
import { SignIn } from '../../pages/identity.ts';
import { arrive, problems, visit } from '../../pages/page.ts';

test('setting up an account', async ({ actors, request }) => {
  const { page } = await invitedToSetUp(actors, request);
  await audit(page, 'set up, empty');
  await page.getByLabel('Password', { exact: true }).fill('short');
  await page.getByRole('button', { name: 'Set up account', exact: true }).click();
  await expect(problems(page)).toBeVisible();
  await audit(page, 'set up, refused');
  await visit(page, `/set-up/${'0'.repeat(64)}`);
  await arrive(page, 'This link does not work');
  await audit(page, 'set up, a link that does not work');
});

test('the second step: an app, and the security page', async ({ actors, request }) => {
  test.setTimeout(240_000);
  const { page, email } = await invited(actors, request);
  await audit(page, 'choose a second step');
  await page.getByRole('button', { name: 'Use an authenticator app', exact: true }).click();
  await arrive(page, 'Set up your authenticator app');
  await audit(page, 'authenticator app');
  const secret = await page.locator('main code').innerText();
  await page.getByLabel('Code from the app').fill('000000');
  await page.getByRole('button', { name: 'Turn on', exact: true }).click();
  await expect(problems(page)).toBeVisible();
  await audit(page, 'authenticator app, refused');
  await page.getByLabel('Code from the app').fill(totp(secret));
  await page.getByRole('button', { name: 'Turn on', exact: true }).click();
  await arrive(page, 'Your recovery codes');
  await audit(page, 'recovery codes');
  await page.getByRole('button', { name: 'I have kept them', exact: true }).click();
  await arrive(page, 'Assister Resource Center');
  await visit(page, '/security');
  await arrive(page, 'Sign-in and security');
  await audit(page, 'security, with an app');
  await visit(page, '/sessions');
  await arrive(page, /./);
  await audit(page, 'sessions');

  const again = await actors.visitor();
  await new SignIn(again).open();
  await new SignIn(again).submit(email, PASSWORD);
  await arrive(again, "Check it's you");
  await audit(again, 'second step, an app');
  await again.getByLabel('Code', { exact: true }).fill('000000');
  await again.getByRole('button', { name: 'Continue', exact: true }).click();
  await expect(problems(again)).toBeVisible();
  await audit(again, 'second step, refused');
});

test('the second step by email', async ({ actors, request }) => {
  const { page, email } = await invited(actors, request);
  await page.getByRole('button', { name: 'Use codes by email', exact: true }).click();
  await arrive(page, 'Your recovery codes');
  await page.getByRole('button', { name: 'I have kept them', exact: true }).click();
  await visit(page, '/security');
  await arrive(page, 'Sign-in and security');
  await audit(page, 'security, codes by email');
  const again = await actors.visitor();
  await new SignIn(again).open();
  await new SignIn(again).submit(email, PASSWORD);
  await arrive(again, "Check it's you");
  await mail(request, email, 'sign_in_code');
  await audit(again, 'second step, a code by email');
});

test('a forgotten and a changed password', async ({ actors, request }) => {
  test.setTimeout(240_000);
  const { page: own, who } = await actors.consumer();
  await visit(own, '/security');
  await arrive(own, 'Sign-in and security');
  await audit(own, 'security of a consumer');
  await visit(own, '/password/change');
  await arrive(own, 'Change your password');
  await audit(own, 'change password, empty');
  await own.getByRole('button', { name: 'Change password', exact: true }).click();
  await expect(problems(own)).toBeVisible();
  await audit(own, 'change password, refused');

  const page = await actors.visitor();
  await visit(page, '/password/forgot');
  await arrive(page, 'Forgot your password?');
  await audit(page, 'forgot, empty');
  await page.getByLabel('Email', { exact: true }).fill('no address');
  await page.getByRole('button', { name: 'Send the link', exact: true }).click();
  await expect(problems(page)).toContainText(say('create_account.email_wrong'));
  await audit(page, 'forgot, refused');
  await page.getByLabel('Email', { exact: true }).fill(who.email);
  await page.getByRole('button', { name: 'Send the link', exact: true }).click();
  await expect(page.getByText('Check your email')).toBeVisible();
  await audit(page, 'forgot, sent');

  const link = await linkTo(request, who.email, 'password_reset', '/password/reset/');
  await visit(page, link);
  await arrive(page, 'Choose a new password');
  await audit(page, 'reset, empty');
  const choose = async (password: string, again: string): Promise<void> => {
    await page.getByLabel('New password', { exact: true }).fill(password);
    await page.getByLabel('New password again', { exact: true }).fill(again);
    await page.getByRole('button', { name: 'Save the new password', exact: true }).click();
  };
  await choose(PASSWORD, 'something else');
  await expect(problems(page)).toBeVisible();
  await audit(page, 'reset, refused');
  await choose(PASSWORD, PASSWORD);
  await arrive(page, 'Your password was changed');
  await audit(page, 'reset, done');
  await visit(page, link);
  await arrive(page, 'This link no longer works');
  await audit(page, 'reset, a link that no longer works');
});

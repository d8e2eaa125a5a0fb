// Getting into an account: set up by invitation, an authenticator app, recovery codes, a forgotten and a changed password.

import { say } from '../fixtures/catalog.ts';
import { linkTo, mail } from '../fixtures/mail.ts';
import { PASSWORD } from '../fixtures/people.ts';
import { expect, test } from '../fixtures/test.ts';
import { invited } from '../fixtures/staff.ts';
import { totp } from '../fixtures/totp.ts';
import { SignIn } from '../pages/identity.ts';
import { arrive, path, problems, visit } from '../pages/page.ts';

const OTHER = 'nine loud ravens at 4711';

test('an authenticator app, and a recovery code in its place', { tag: '@main' }, async ({ actors, request }) => {
  const { page, email } = await invited(actors, request);
  await page.getByRole('button', { name: 'Use an authenticator app', exact: true }).click();
  await arrive(page, 'Set up your authenticator app');
  const picture = page.getByRole('img');
  expect(await picture.evaluate((image: HTMLImageElement) => image.complete && image.naturalWidth > 0)).toBe(true);
  const secret = await page.locator('main code').innerText();
  await page.getByLabel('Code from the app').fill('000000');
  await page.getByRole('button', { name: 'Turn on', exact: true }).click();
  await expect(problems(page)).toBeVisible();
  const first = totp(secret);
  await page.getByLabel('Code from the app').fill(first);
  await page.getByRole('button', { name: 'Turn on', exact: true }).click();
  await arrive(page, 'Your recovery codes');
  const codes = await page.locator('main li').allInnerTexts();
  expect(codes).toHaveLength(10);
  await page.getByRole('button', { name: 'I have kept them', exact: true }).click();
  await arrive(page, 'Assister Resource Center');

  const again = await actors.visitor();
  const form = new SignIn(again);
  await form.open();
  await form.submit(email, PASSWORD);
  await arrive(again, "Check it's you");
  await again.getByLabel('Code', { exact: true }).fill(first);
  await again.getByRole('button', { name: 'Continue', exact: true }).click();
  await expect(problems(again), 'a code that was used').toBeVisible();
  await again.getByLabel('Code', { exact: true }).fill(totp(secret, Date.now() + 30_000));
  await again.getByRole('button', { name: 'Continue', exact: true }).click();
  await arrive(again, 'Assister Resource Center');

  const third = await actors.visitor();
  await new SignIn(third).open();
  await new SignIn(third).submit(email, PASSWORD);
  await arrive(third, "Check it's you");
  await third.getByLabel('Code', { exact: true }).fill(codes[0]!);
  await third.getByRole('button', { name: 'Continue', exact: true }).click();
  await arrive(third, 'Sign-in and security');
  await expect(third.locator('main')).toContainText(say('access.security_used', { n: 9 }));
});

test('a password alone opens nothing', async ({ actors, request }) => {
  const { page, email } = await invited(actors, request);
  await page.getByRole('button', { name: 'Use codes by email', exact: true }).click();
  await arrive(page, 'Your recovery codes');
  const again = await actors.visitor();
  await new SignIn(again).open();
  await new SignIn(again).submit(email, PASSWORD);
  await arrive(again, "Check it's you");
  await visit(again, '/resource-center');
  await arrive(again, 'Sign in');
});

test('a forgotten password', { tag: '@main' }, async ({ actors, request }) => {
  const { page: elsewhere, who } = await actors.consumer();
  const page = await actors.visitor();
  await new SignIn(page).open();
  await page.getByRole('link', { name: 'Forgot your password?', exact: true }).click();
  await arrive(page, 'Forgot your password?');
  await page.getByLabel('Email', { exact: true }).fill(who.email);
  await page.getByRole('button', { name: 'Send the link', exact: true }).click();
  await expect(page.getByText('Check your email')).toBeVisible();
  const link = await linkTo(request, who.email, 'password_reset', '/password/reset/');
  await visit(page, link);
  await arrive(page, 'Choose a new password');
  await page.getByLabel('New password', { exact: true }).fill(OTHER);
  await page.getByLabel('New password again', { exact: true }).fill('something else');
  await page.getByRole('button', { name: 'Save the new password', exact: true }).click();
  await expect(problems(page)).toBeVisible();
  await page.getByLabel('New password', { exact: true }).fill(OTHER);
  await page.getByLabel('New password again', { exact: true }).fill(OTHER);
  await page.getByRole('button', { name: 'Save the new password', exact: true }).click();
  await arrive(page, 'Your password was changed');
  await mail(request, who.email, 'password_changed');

  await visit(elsewhere, '/account');
  await arrive(elsewhere, 'Sign in');
  await visit(page, link);
  await arrive(page, 'This link no longer works');
  await new SignIn(page).open();
  await new SignIn(page).submit(who.email, OTHER);
  await arrive(page, 'Your account');
});

test('a changed password', async ({ actors }) => {
  const { page, who } = await actors.consumer();
  const other = await actors.visitor();
  await new SignIn(other).open();
  await new SignIn(other).submit(who.email, who.password);
  await arrive(other, 'Your account');
  await visit(page, '/password/change');
  await arrive(page, 'Change your password');
  const change = async (current: string, next: string) => {
    await page.getByLabel('Current password', { exact: true }).fill(current);
    await page.getByLabel('New password', { exact: true }).fill(next);
    await page.getByLabel('New password again', { exact: true }).fill(next);
    await page.getByRole('button', { name: 'Change password', exact: true }).click();
  };
  await change(who.password, who.password);
  await expect(problems(page)).toContainText('You have used this password before.');
  await change(who.password, OTHER);
  await expect(problems(page)).toHaveCount(0);
  await visit(page, '/account');
  expect(path(page)).toBe('/account');
  await visit(other, '/account');
  await arrive(other, 'Sign in');
});

test('a link that does not set up an account says what to do', async ({ page }) => {
  await visit(page, `/set-up/${'0'.repeat(64)}`);
  await arrive(page, 'This link does not work');
  await expect(page.locator('main')).toContainText('Assister Resource Center');
});

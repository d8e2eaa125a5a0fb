// Getting into an account and keeping it: set up by invitation, second steps, sessions, a forgotten and a changed password.

import { say } from '../fixtures/catalog.ts';
import { linkTo, mail } from '../fixtures/mail.ts';
import { device, invitedThere, sent, startNamed } from '../fixtures/passkeys.ts';
import { PASSWORD } from '../fixtures/people.ts';
import { expect, test } from '../fixtures/test.ts';
import { invited, invitedToSetUp, keepCodes, setUp } from '../fixtures/staff.ts';
import { totp } from '../fixtures/totp.ts';
import { ownPage, signOut } from '../pages/header.ts';
import { post, SignIn } from '../pages/identity.ts';
import { arrive, expectRefused, visit } from '../pages/page.ts';
import type { Page } from '@playwright/test';

const OTHER = 'nine loud ravens at 4711';

async function press(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name, exact: true }).click();
}

/** Signs in as far as the second step. */
async function toSecondStep(page: Page, email: string): Promise<void> {
  const form = new SignIn(page);
  await form.open();
  await form.submit(email, PASSWORD);
  await arrive(page, "Check it's you");
}

/** Gives a code at the second step. */
async function enter(page: Page, code: string): Promise<void> {
  await page.getByLabel('Code', { exact: true }).fill(code);
  await press(page, 'Continue');
}

/** Turns the app on whose key is on screen, after a wrong code; gives the key and the code that did. */
async function turnOn(page: Page): Promise<{ secret: string; first: string }> {
  await arrive(page, 'Set up your authenticator app');
  const picture = page.getByRole('img');
  expect(await picture.evaluate((image: HTMLImageElement) => image.complete && image.naturalWidth > 0)).toBe(true);
  const secret = await page.locator('main code').innerText();
  const code = page.getByLabel('Code from the app');
  await code.fill('000000');
  await press(page, 'Turn on');
  await expectRefused(page, code, say('access.first_code_wrong'));
  const first = totp(secret);
  await code.fill(first);
  await press(page, 'Turn on');
  return { secret, first };
}

/** Proves again that it is them, after a wrong password. */
async function prove(page: Page): Promise<void> {
  await visit(page, '/security/confirm');
  await arrive(page, "Check it's you");
  const current = page.getByLabel('Current password', { exact: true });
  await current.fill('not this one');
  await press(page, 'Continue');
  await expectRefused(page, current, say('access.current_wrong'));
  await current.fill(PASSWORD);
  await press(page, 'Continue');
  await arrive(page, 'Sign-in and security');
}

test('an account is set up with an app, and opens with its codes, each once, and with a recovery code', async ({ actors, request }) => {
  const { page, email } = await invitedToSetUp(actors, request);
  const password = page.getByLabel('Password', { exact: true });
  await password.fill('short');
  await press(page, 'Set up account');
  await expectRefused(page, password, say('create_account.password_short'));
  await setUp(page);
  await press(page, 'Use an authenticator app');
  const { secret, first } = await turnOn(page);
  const codes = await keepCodes(page);
  expect(codes).toHaveLength(10);
  await arrive(page, 'Assister Resource Center');
  await visit(page, '/security');
  await arrive(page, 'Sign-in and security');
  await expect(page.locator('main')).toContainText(say('access.security_second_app'));

  const again = await actors.visitor();
  await toSecondStep(again, email);
  await enter(again, first);
  await expectRefused(again, again.getByLabel('Code', { exact: true }), say('access.code_wrong'));
  await enter(again, totp(secret, Date.now() + 30_000));
  await arrive(again, 'Assister Resource Center');

  const third = await actors.visitor();
  await toSecondStep(third, email);
  await enter(third, codes[0]!);
  await arrive(third, 'Sign-in and security');
  await expect(third.locator('main')).toContainText(say('access.security_used', { n: 9 }));
});

test('new recovery codes for who proves again that it is them, and no way around the app by email', async ({ actors, request }) => {
  const { page, email } = await invited(actors, request);
  await expect(page.getByRole('button', { name: 'Use codes by email' })).toHaveCount(0);
  await press(page, 'Use an authenticator app');
  await turnOn(page);
  const codes = await keepCodes(page);
  await arrive(page, 'Assister Resource Center');

  const again = await actors.visitor();
  await toSecondStep(again, email);
  await expect(again.getByRole('button', { name: /Email me/ })).toHaveCount(0);
  await expect(again.locator('main')).toContainText(say('access.second_lost'));

  await prove(page);
  await expect(page.locator('main')).toContainText(say('access.security_second_app'));
  await press(page, 'Make new recovery codes');
  const newCodes = await keepCodes(page);
  expect(newCodes).toHaveLength(10);
  expect(newCodes).not.toContain(codes[0]);
  await arrive(page, 'Sign-in and security');
});

test('a forgotten password', { tag: '@journey' }, async ({ actors, request }) => {
  const { page: elsewhere, who } = await actors.consumer();
  const page = await actors.visitor();
  await new SignIn(page).open();
  await page.getByRole('link', { name: 'Forgot your password?', exact: true }).click();
  await arrive(page, 'Forgot your password?');
  const email = page.getByLabel('Email', { exact: true });
  await email.fill('no address');
  await press(page, 'Send the link');
  await expectRefused(page, email, say('create_account.email_wrong'));
  await expect(email).toHaveValue('no address');
  await email.fill(who.email);
  await press(page, 'Send the link');
  await expect(page.getByText('Check your email')).toBeVisible();
  await arrive(page, 'Forgot your password?');

  const link = await linkTo(request, who.email, 'password_reset', '/password/reset/');
  await visit(page, link);
  await arrive(page, 'Choose a new password');
  const again = page.getByLabel('New password again', { exact: true });
  const choose = async (password: string, repeated: string): Promise<void> => {
    await page.getByLabel('New password', { exact: true }).fill(password);
    await again.fill(repeated);
    await press(page, 'Save the new password');
  };
  await choose(OTHER, 'something else');
  await expectRefused(page, again, say('access.passwords_differ'));
  await choose(OTHER, OTHER);
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

test('a browser is signed out from another one, and a new password signs out all others', { tag: '@journey' }, async ({ actors }) => {
  const { page, who } = await actors.consumer();
  const forgotten = await actors.visitor();
  await post(forgotten, '/api/sign-in', { email: who.email, password: who.password });
  await ownPage(page, say('sessions.heading'));
  await arrive(page, say('sessions.heading'));
  const there = page.getByRole('button', { name: say('sessions.button') });
  await expect(there).toHaveCount(1);
  await there.click();
  await expect(page.getByText(say('sessions.only'))).toBeVisible();
  await expect(there).toHaveCount(0);
  await arrive(page, say('sessions.heading'));
  await visit(forgotten, '/account');
  await arrive(forgotten, 'Sign in');

  const other = await actors.visitor();
  await post(other, '/api/sign-in', { email: who.email, password: who.password });
  await page.locator('main').getByRole('link', { name: 'Sign-in and security', exact: true }).click();
  await arrive(page, 'Sign-in and security');
  await page.getByRole('link', { name: 'Change your password', exact: true }).click();
  await arrive(page, 'Change your password');
  const [current, fresh] = ['Current password', 'New password'].map((label) => page.getByLabel(label, { exact: true }));
  const change = async (from: string, to: string): Promise<void> => {
    await current!.fill(from);
    await fresh!.fill(to);
    await page.getByLabel('New password again', { exact: true }).fill(to);
    await press(page, 'Change password');
  };
  await change('', '');
  await expectRefused(page, current!, say('access.current_missing'));
  await expectRefused(page, fresh!, say('create_account.password_short'));
  await change(who.password, who.password);
  await expectRefused(page, fresh!, say('access.password_reused'));
  await change(who.password, OTHER);
  await arrive(page, 'Sign-in and security');
  await expect(page.locator('main')).toContainText(say('access.security_changed'));
  await visit(other, '/account');
  await arrive(other, 'Sign in');

  await post(other, '/api/sign-in', { email: who.email, password: OTHER });
  await page.locator('main').getByRole('link', { name: say('access.security_sessions'), exact: true }).click();
  await arrive(page, say('sessions.heading'));
  await press(page, say('sessions.everywhere_button'));
  await arrive(page, 'Sign in');
  await visit(other, '/account');
  await arrive(other, 'Sign in');
});

test('a consumer turns a second step on and off', { tag: '@form' }, async ({ actors }) => {
  const { page } = await actors.consumer();
  await page.locator('main').getByRole('link', { name: say('access.security_heading'), exact: true }).click();
  await arrive(page, say('access.security_heading'));
  await press(page, say('access.security_set_app'));
  await turnOn(page);
  expect(await keepCodes(page)).toHaveLength(10);
  await arrive(page, say('access.security_heading'));
  await press(page, say('access.security_turn_off'));
  await expect(page.getByText(say('access.security_off'))).toBeVisible();
  await expect(page.getByRole('button', { name: say('access.security_turn_off') })).toHaveCount(0);
});

test('a member of the staff gets in and changes how they sign in without a script', { tag: '@form' }, async ({ actorsAt, browser }) => {
  // At a host name, where there are passkeys.
  const portal = await startNamed();
  try {
    const { page, email } = await invitedThere(actorsAt(portal));
    const password = page.getByLabel('Password', { exact: true });
    await password.fill('short');
    await press(page, 'Set up account');
    await expectRefused(page, password, say('create_account.password_short'));
    await setUp(page);
    await press(page, 'Use an authenticator app');
    const { secret } = await turnOn(page);
    expect(await keepCodes(page)).toHaveLength(10);
    await arrive(page, 'Assister Resource Center');
    await visit(page, '/security');
    await press(page, 'Make new recovery codes');
    const codes = await keepCodes(page);
    await arrive(page, 'Sign-in and security');
    await prove(page);

    // A passkey is made with a script; what is left of it in this browser says what to do instead.
    const name = page.getByLabel('Name of the passkey');
    await name.fill('Red key');
    await press(page, 'Add a passkey');
    await expectRefused(page, name, say('passkeys.no_script'));
    await expect(name).toHaveValue('Red key');
    const running = await browser.newContext({ baseURL: portal.address, javaScriptEnabled: true });
    await running.addCookies(await page.context().cookies());
    const same = await running.newPage();
    await device(same);
    await same.goto('/security');
    await expect(same.locator('html')).toHaveAttribute('data-hydrated', 'true');
    await same.getByLabel('Name of the passkey').fill('Blue key');
    await press(same, 'Add a passkey');
    await expect(same.getByText(say('passkeys.done_added'))).toBeVisible();
    await running.close();

    await signOut(page);
    await arrive(page, 'Sign in');
    await toSecondStep(page, email);
    await press(page, 'Use a passkey');
    const code = page.getByLabel('Code', { exact: true });
    await expectRefused(page, code, say('passkeys.no_script_code'));
    await enter(page, 'four');
    await expectRefused(page, code, say('access.code_malformed'));
    await enter(page, totp(secret, Date.now() + 30_000));
    await arrive(page, 'Assister Resource Center');

    // After a reset by mail, whoever got in with their second step says which passkeys they know.
    await signOut(page);
    await arrive(page, 'Sign in');
    await post(page, '/api/forgot-password', { email });
    const reset = (await sent(page, email, 'password_reset')).links[0]!;
    await visit(page, new URL(reset).pathname);
    await arrive(page, 'Choose a new password');
    await expect(page.getByText(say('access.ways_app'))).toBeVisible();
    for (const label of ['New password', 'New password again']) await page.getByLabel(label, { exact: true }).fill(OTHER);
    await press(page, 'Save the new password');
    await arrive(page, 'Your password was changed');
    await new SignIn(page).open();
    await new SignIn(page).submit(email, OTHER);
    await arrive(page, "Check it's you");
    await enter(page, codes[0]!);
    await arrive(page, 'Sign-in and security');
    await page.getByRole('link', { name: say('access.security_used_next'), exact: true }).click();
    await arrive(page, say('access.ways_heading'));
    const known = page.getByLabel(say('access.ways_passkey', { name: 'Blue key' }));
    await expect(known).not.toBeChecked();
    await known.check();
    await press(page, say('access.ways_button'));
    await arrive(page, 'Assister Resource Center');
    await visit(page, '/security');
    await page.getByRole('button', { name: /^Remove.*Blue key/ }).click();
    await expect(page.getByText(say('passkeys.done_removed'))).toBeVisible();
  } finally {
    await portal.stop();
  }
});

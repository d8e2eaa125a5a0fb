// Creating an account: what is refused, and that nothing has to be typed twice but the password.

import { say } from '../fixtures/catalog.ts';
import { demo, letters, person } from '../fixtures/people.ts';
import { expect, test } from '../fixtures/test.ts';
import { header, signOut } from '../pages/header.ts';
import { createAccount, CreateAccount, signIn } from '../pages/identity.ts';
import { arrive, expectRefused, path, visit } from '../pages/page.ts';

test('a consumer creates an account, is signed in, and can sign in again', { tag: '@main' }, async ({ actors }) => {
  const page = await actors.visitor();
  const who = person();
  await createAccount(page, who);
  await arrive(page, 'Your account');
  expect(path(page)).toBe('/account');
  await expect(page.locator('body')).toContainText(who.name);
  await signOut(page);
  await expect(header(page).getByRole('button', { name: 'Sign out' })).toHaveCount(0);
  await signIn(page, who.email, who.password);
  await arrive(page, 'Your account');
});

const REFUSED = [
  { what: 'a short password', given: { password: 'fourteen chars' }, field: 'password', message: 'create_account.password_short' },
  { what: 'a weak password', given: { password: 'aaaaaaaaaaaaaaaaaaaa' }, field: 'password', message: 'create_account.password_weak' },
  {
    what: 'a password that is too long',
    given: { password: 'longer loon '.repeat(100) },
    field: 'password',
    message: 'create_account.password_long',
  },
  { what: 'an email that is taken', given: { email: demo.consumer.toUpperCase() }, field: 'email', message: 'create_account.email_taken' },
  { what: 'an impossible email', given: { email: 'nobody@nowhere' }, field: 'email', message: 'create_account.email_wrong' },
  { what: 'an impossible date', given: { born: '2/30/1984' }, field: 'born', message: 'create_account.born_wrong' },
  { what: 'a date to come', given: { born: '2/3/2199' }, field: 'born', message: 'create_account.born_future' },
  { what: 'a name without letters', given: { name: '...' }, field: 'name', message: 'create_account.name_missing' },
] as const;

for (const { what, given, field, message } of REFUSED) {
  test(`${what} is refused and what was typed is kept`, async ({ page }) => {
    const form = new CreateAccount(page);
    const who = person(given);
    await form.open();
    await form.submit(who);
    await expectRefused(page, form[field], say(message));
    await expect(form.name).toHaveValue(who.name);
    await expect(form.born).toHaveValue(who.born);
    await expect(form.email).toHaveValue(who.email);
    await expect(form.password).toHaveValue('');
    expect(decodeURIComponent(page.url())).not.toContain(who.name);
    expect(decodeURIComponent(page.url())).not.toContain(who.email);
  });
}

test('every field in error is named at once, and the corrected form is accepted', async ({ page }) => {
  const form = new CreateAccount(page);
  await form.open();
  await form.submit({ name: '', born: '', email: '', password: '' });
  await expectRefused(page, form.name, say('create_account.name_missing'));
  await expectRefused(page, form.born, say('create_account.born_wrong'));
  await expectRefused(page, form.email, say('create_account.email_wrong'));
  await expectRefused(page, form.password, say('create_account.password_short'));
  await form.submit(person());
  await arrive(page, 'Your account');
});

test('any characters make a password, and it is taken as typed', async ({ actors }) => {
  const password = `  ümlaut ${letters(5)} 🦆 ✓ ${letters(5)} "<&>'  `;
  const page = await actors.visitor();
  const who = person({ password });
  await createAccount(page, who);
  await arrive(page, 'Your account');
  await signOut(page);
  await expect(header(page).getByRole('button', { name: 'Sign out' })).toHaveCount(0);
  await signIn(page, who.email, password);
  await arrive(page, 'Your account');
});

test('what one visitor typed is not shown to another', async ({ actors }) => {
  const page = await actors.visitor();
  const form = new CreateAccount(page);
  const who = person({ password: 'short' });
  await form.open();
  await form.submit(who);
  await expectRefused(page, form.password, say('create_account.password_short'));
  const other = await actors.visitor();
  await visit(other, page.url());
  await arrive(other, 'Create an account');
  await expect(new CreateAccount(other).name).toHaveValue('');
});

// A visitor becomes a consumer: creates an account, and signs in again.

import { say } from '../fixtures/catalog.ts';
import { linkTo } from '../fixtures/mail.ts';
import { person } from '../fixtures/people.ts';
import { expect, test } from '../fixtures/test.ts';
import { header, signOut } from '../pages/header.ts';
import { CreateAccount, SignIn } from '../pages/identity.ts';
import { arrive, expectRefused, path, visit } from '../pages/page.ts';

test(
  'a visitor corrects what was refused, creates an account, signs in again, and gets to where they were going',
  { tag: '@journey' },
  async ({ page, request }) => {
    const who = person();
    await visit(page, '/account/assister/add');
    await arrive(page, 'Sign in');
    await page.locator('main').getByRole('link', { name: 'Create an account', exact: true }).click();
    await arrive(page, 'Create an account');
    const form = new CreateAccount(page);
    await form.submit({ name: '', born: '', email: '', password: '' });
    await expectRefused(page, form.name, say('create_account.name_missing'));
    await expectRefused(page, form.born, say('create_account.born_wrong'));
    await expectRefused(page, form.email, say('create_account.email_wrong'));
    await expectRefused(page, form.password, say('create_account.password_short'));
    await form.submit({ ...who, password: 'aaaaaaaaaaaaaaaaaaaa' });
    await expectRefused(page, form.password, say('create_account.password_weak'));
    await expect(form.name).toHaveValue(who.name);
    await expect(form.born).toHaveValue(who.born);
    await expect(form.email).toHaveValue(who.email);
    await expect(form.password).toHaveValue('');
    for (const typed of [who.name, who.email]) expect(decodeURIComponent(page.url())).not.toContain(typed);
    await form.password.fill(who.password);
    await form.button.click();
    await arrive(page, 'Check your email');
    await visit(page, await linkTo(request, who.email, 'account_asked', '/set-up/account/'));
    await arrive(page, 'Finish creating your account');
    const finish = page.getByRole('button', { name: 'Create account', exact: true });
    await form.password.fill('not this password at all');
    await finish.click();
    await expectRefused(page, form.password, say('create_account.finish_wrong'));
    await form.password.fill(who.password);
    await finish.click();
    await arrive(page, 'Select the Assister Helping You');
    expect(path(page)).toBe('/account/assister/add');
    await expect(header(page)).toContainText('Consumer');
    await expect(header(page)).toContainText(who.name);

    await signOut(page);
    await arrive(page, 'Sign in');
    await expect(header(page).getByRole('button', { name: 'Sign out' })).toHaveCount(0);
    await visit(page, '/account/assister');
    const again = new SignIn(page);
    await again.submit('', '');
    await expectRefused(page, again.email, say('sign_in.email_missing'));
    await expectRefused(page, again.password, say('sign_in.password_missing'));
    await again.submit(who.email, 'not this password at all');
    await expectRefused(page, again.email, say('sign_in.wrong'));
    await expect(again.email).toHaveValue(who.email);
    await expect(again.password).toHaveValue('');
    expect(decodeURIComponent(page.url())).not.toContain(who.email);
    await again.submit(who.email, who.password);
    await arrive(page, 'Assister Details');
    expect(path(page)).toBe('/account/assister');
  },
);

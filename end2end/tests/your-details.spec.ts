// A consumer confirms their email by a link, after correcting it under "Your details".

import { say } from '../fixtures/catalog.ts';
import { linkTo, mail } from '../fixtures/mail.ts';
import { demo, letters, person } from '../fixtures/people.ts';
import { expect, test } from '../fixtures/test.ts';
import { HEADINGS, Wizard } from '../pages/assister.ts';
import { CreateAccount } from '../pages/identity.ts';
import { arrive, expectRefused, problems, visit } from '../pages/page.ts';

test(
  'a consumer who mistyped their email corrects it, confirms it by the link, and authorizes an assister',
  { tag: '@journey' },
  async ({ page, actors, request }) => {
    const number = await actors.number(demo.broker);
    const who = person();
    const form = new CreateAccount(page);
    await form.open();
    await form.submit(who);
    await arrive(page, 'Your account');
    const press = (name: string): Promise<void> => page.getByRole('button', { name, exact: true }).click();
    await page.getByRole('link', { name: say('confirm_email.help'), exact: true }).click();
    await arrive(page, say('confirm_email.heading'));
    await press(say('confirm_email.send'));
    await expect(page.getByText(say('confirm_email.sent', { email: who.email }))).toBeVisible();
    await arrive(page, say('confirm_email.heading'));

    // What is typed before is not lost, and why it is not enough is said.
    const wizard = new Wizard(page);
    await wizard.open();
    await wizard.toAgreement(number);
    await wizard.fillIn(who.name);
    await wizard.confirm.click();
    await expect(problems(page)).toContainText('Confirm your email first');
    await expect(wizard.typedName).toHaveValue(who.name);
    await problems(page).getByRole('link').click();
    await arrive(page, say('confirm_email.heading'));

    await page.locator('main').getByRole('link', { name: say('your_details.heading'), exact: true }).click();
    await arrive(page, say('your_details.heading'));
    const right = `right-${letters()}@example.test`;
    const [email, password] = [page.getByLabel('Email', { exact: true }), page.getByLabel('Current password', { exact: true })];
    await page.getByLabel('Phone', { exact: true }).fill('12');
    await email.fill(right);
    await press(say('your_details.button'));
    await expectRefused(page, page.getByLabel('Phone', { exact: true }), say('your_details.phone_wrong'));
    await expect(email).toHaveValue(right);
    await page.getByLabel('Phone', { exact: true }).fill('(651) 555-0100');
    await password.fill('not this one');
    await press(say('your_details.button'));
    await expectRefused(page, password, say('access.current_wrong'));
    await password.fill(who.password);
    await press(say('your_details.button'));
    await arrive(page, say('confirm_email.heading'));
    await expect(page.getByText(say('confirm_email.changed', { email: right }))).toBeVisible();
    for (const to of [who.email, right]) await mail(request, to, 'details_changed');

    await visit(page, await linkTo(request, right, 'confirm_email', '/set-up/email/'));
    await arrive(page, say('confirm_email.heading'));
    await press(say('confirm_email.button'));
    await arrive(page, say('confirm_email.done_heading'));
    await wizard.open();
    await wizard.toAgreement(number);
    await arrive(page, HEADINGS.agree);
    await wizard.fillIn(who.name);
    await wizard.confirm.click();
    await wizard.done();
  },
);

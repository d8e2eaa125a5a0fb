// The whole path: from a roster to a consumer who finds the assister's number, with every mail read where it arrived.

import { say } from '../fixtures/catalog.ts';
import { linkTo, mail, mails } from '../fixtures/mail.ts';
import { demo, letters, PASSWORD } from '../fixtures/people.ts';
import { expect, test } from '../fixtures/test.ts';
import { Roster } from '../pages/agency.ts';
import { HEADINGS, Wizard } from '../pages/assister.ts';
import { post } from '../pages/identity.ts';
import { Assessment, MODULES, QUESTIONS } from '../pages/learning.ts';
import { arrive, fact, path, visit } from '../pages/page.ts';
import { Center } from '../pages/resource-center.ts';
import type { Page } from '@playwright/test';

/** Fills in a form's fields by their labels. */
async function fill(page: Page, fields: Record<string, string>): Promise<void> {
  for (const [label, value] of Object.entries(fields)) await page.getByLabel(label, { exact: true }).fill(value);
}

test('from the roster to a consumer finding the number', { tag: '@journey' }, async ({ actors, request }) => {
  test.setTimeout(240_000);
  const id = letters();
  const [first, last] = ['Signe', `Aas${id}`];
  const name = `${first} ${last}`;
  const email = `signe.${id}@example.test`;
  const trainingId = `MN-${id.toUpperCase()}`;

  // The agency contact writes them down and approves access.
  const contact = await actors.demo(demo.contact);
  await visit(contact, '/agency/add');
  await arrive(contact, 'Add an assister');
  await contact.getByRole('radio', { name: 'Navigators' }).check();
  await fill(contact, {
    'First name': first,
    'Last name': last,
    'Certification email': email,
    'Training ID': trainingId,
    Phone: '218-555-0177',
    Email: 'help@northernlights.demo.test',
  });
  await contact.getByRole('radio', { name: 'Yes' }).check();
  await contact.getByRole('button', { name: 'Save' }).click();
  await arrive(contact, name);

  // ARC sees that certification is missing, and decides on it.
  const arc = await actors.demo(demo.arc);
  await visit(arc, '/resource-center/assisters');
  await arc.getByRole('textbox', { name: 'Search' }).fill(email);
  await arc.getByRole('button', { name: 'Search' }).click();
  await expect(arc).toHaveURL(/[?&]q=/);
  await arc.getByRole('link', { name }).click();
  await arrive(arc, name);
  const assister = path(arc);
  await expect(arc.getByRole('button', { name: 'Enroll', exact: true })).toHaveCount(0);
  await arc.getByRole('radio', { name: 'Certified', exact: true }).check();
  await arc.getByLabel('Certified through').fill(`${new Date().getFullYear() + 1}-10-31`);
  await arc.getByRole('button', { name: 'Save certification' }).click();
  await expect(arc.locator('main')).toContainText('The certification is saved.');

  // The assister takes the course and the assessment.
  const learner = await actors.visitor();
  await visit(learner, '/learning');
  await fill(learner, { 'Training ID': trainingId, 'Certification email': email });
  await learner.getByRole('button', { name: 'Email me a link' }).click();
  await arrive(learner, 'Check your email');
  await visit(learner, await linkTo(request, email, 'learning', '/learning/enter/'));
  await learner.getByRole('button', { name: 'Start learning' }).click();
  await arrive(learner, 'Learning Center');
  // The course on its pages: learning.spec.ts.
  for (let module = 1; module <= MODULES; module++) await post(learner, '/api/finish-module', { module: String(module) });
  await visit(learner, '/learning');
  await learner.getByRole('link', { name: 'Go to the assessment' }).click();
  await arrive(learner, 'Assessment');
  const assessment = new Assessment(learner);
  await assessment.start.click();
  await assessment.take(QUESTIONS);
  await arrive(learner, 'You passed the assessment');

  // All four gates hold: ARC finds them in the queue and enrolls them.
  const center = new Center(arc);
  await center.openFromQueue('Ready to enroll', name);
  expect(path(arc)).toBe(assister);
  await expect(fact(arc, 'Next step')).toHaveText('The Assister Resource Center enrolls the assister');
  await arc.getByRole('button', { name: 'Enroll', exact: true }).click();
  await expect(arc.locator('main')).toContainText('The activation email is on its way.');

  // The assister sets up the account, with codes by email.
  const activation = await mail(request, email, 'activation');
  const registration = /[0-9A-Z]{4}-[0-9A-Z]{4}/.exec(activation.text)![0];
  const own = await actors.visitor();
  await visit(own, await linkTo(request, email, 'activation', '/set-up/'));
  await arrive(own, 'Set up your account');
  await expect(own.locator('main')).toContainText('218-555-0177');
  await fill(own, { 'Registration number': registration, Password: PASSWORD, 'Password again': PASSWORD });
  await own.getByRole('button', { name: 'Set up account' }).click();
  await arrive(own, 'Choose your second step');
  await own.getByRole('button', { name: 'Use codes by email' }).click();
  await expect(own.getByRole('heading', { level: 1 })).toBeVisible();

  // ARC confirms, which is a mail of its own with the number in it.
  await center.openFromQueue('To confirm', name);
  expect(path(arc)).toBe(assister);
  await arc.getByRole('button', { name: 'Confirm account' }).click();
  await expect(arc.locator('main')).toContainText('The account is confirmed.');
  const confirmation = await mail(request, email, 'confirmation');
  const number = /\b\d{7}\b/.exec(confirmation.text)![0];

  // They sign in with the second factor.
  const again = await actors.visitor();
  await visit(again, '/sign-in');
  await fill(again, { Email: email, Password: PASSWORD });
  await again.getByRole('button', { name: 'Sign in', exact: true }).click();
  await arrive(again, "Check it's you");
  await mail(request, email, 'sign_in_code');
  const sent = (await mails(request, email, 'sign_in_code')).length;
  await again.getByRole('button', { name: say('access.second_send_again') }).click();
  await expect(again.getByText(say('access.second_sent'))).toBeVisible();
  const code = /\b\d{6}\b/.exec((await mail(request, email, 'sign_in_code', sent)).text)![0];
  await again.getByLabel('Code').fill(code);
  await again.getByRole('button', { name: 'Continue' }).click();
  await arrive(again, 'Your clients');

  // A consumer finds the number.
  const { page: consumer } = await actors.consumer();
  const wizard = new Wizard(consumer);
  await wizard.open();
  await wizard.lookUp(number);
  await arrive(consumer, HEADINGS.card);
  await expect(consumer.locator('main')).toContainText(name);

  // When the roster says No, all of that stops at once.
  const roster = new Roster(contact);
  await roster.open();
  await roster.openPerson(name);
  await contact.getByRole('link', { name: 'Edit' }).click();
  await contact.getByRole('radio', { name: 'No' }).check();
  await contact.getByRole('button', { name: 'Save' }).click();
  await arrive(contact, name);
  await visit(again, '/clients');
  await arrive(again, 'Sign in');
  await wizard.open();
  await wizard.lookUp(number);
  await expect(consumer.locator('main')).toContainText("We can't find an assister with this reference number.");
});

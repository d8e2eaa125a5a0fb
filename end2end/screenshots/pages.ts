// Saves every page in both colors and both widths to the folder that SCREENSHOTS names, for people to look at.
//
//   SCREENSHOTS=/tmp/looks npx playwright test --project=screenshots

import { join } from 'node:path';
import { mistyped } from '../fixtures/numbers.ts';
import { demo, DEMO_PASSWORD, letters, longName } from '../fixtures/people.ts';
import { trainee } from '../fixtures/roster.ts';
import { expect, test } from '../fixtures/test.ts';
import { Roster } from '../pages/agency.ts';
import { Details, HEADINGS, openReceipt, Remove, Wizard } from '../pages/assister.ts';
import { Clients } from '../pages/clients.ts';
import { Import, line } from '../pages/import.ts';
import { CreateAccount, SignIn, signIn } from '../pages/identity.ts';
import { Assessment, Course, TrainingImport, WayIn } from '../pages/learning.ts';
import { arrive, problems, visit } from '../pages/page.ts';
import type { Page } from '@playwright/test';

const folder = process.env.SCREENSHOTS ?? 'screenshots-out';

async function save(page: Page, name: string): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    for (const width of [1280, 360]) {
      await page.setViewportSize({ width, height: 800 });
      await page.screenshot({ path: join(folder, `${name}-${width}-${colorScheme}.png`), fullPage: true });
    }
  }
  await page.setViewportSize({ width: 1280, height: 800 });
}

test('what a visitor sees', async ({ page }) => {
  for (const [name, address] of [
    ['start', '/'],
    ['not-found', '/no/such/page'],
    ['parts', '/parts'],
  ] as const) {
    await visit(page, address);
    await save(page, name);
  }
  const form = new SignIn(page);
  await form.open();
  await save(page, 'sign-in');
  await form.submit(demo.consumer, 'not this password at all');
  await expect(problems(page)).toBeVisible();
  await save(page, 'sign-in-refused');
  const create = new CreateAccount(page);
  await create.open();
  await save(page, 'create-account');
  await create.submit({ name: '', born: '2/30/1984', email: 'x', password: 'short' });
  await expect(problems(page)).toBeVisible();
  await save(page, 'create-account-refused');
});

test('what a consumer sees', async ({ actors }) => {
  const [first, second] = [await actors.number(demo.broker), await actors.number(demo.cac)];
  const { page, who } = await actors.consumer({ name: 'Linnea Halvorson' });
  await save(page, 'account-none');
  await new Details(page).open();
  await save(page, 'details-none');
  const wizard = new Wizard(page);
  await wizard.open();
  await save(page, 'wizard-1-number');
  await wizard.lookUp(mistyped(first));
  await expect(problems(page)).toBeVisible();
  await save(page, 'wizard-1-number-refused');
  await wizard.lookUp(first);
  await arrive(page, HEADINGS.card);
  await save(page, 'wizard-2-card');
  await wizard.next.click();
  await arrive(page, HEADINGS.agree);
  await save(page, 'wizard-3-agree');
  await wizard.confirm.click();
  await expect(problems(page)).toBeVisible();
  await save(page, 'wizard-3-agree-refused');
  await wizard.fillIn(who.name);
  await wizard.confirm.click();
  await wizard.done();
  await save(page, 'wizard-4-done');
  await openReceipt(page);
  await save(page, 'receipt');
  await page.emulateMedia({ media: 'print' });
  await page.screenshot({ path: join(folder, 'receipt-print.png'), fullPage: true });
  await page.emulateMedia({ media: 'screen' });
  await wizard.toAgreement(second);
  await save(page, 'wizard-3-agree-replaces');
  await wizard.fillIn(who.name);
  await wizard.confirm.click();
  await wizard.done();
  await new Details(page).open();
  await save(page, 'details-one-and-history');
  await visit(page, '/account');
  await save(page, 'account-helped');
  await new Remove(page).open();
  await save(page, 'remove');
  await new Remove(page).remove();
  await save(page, 'details-removed');
  await signIn(await actors.visitor(), who.email, who.password);
  await visit(page, '/sessions');
  await save(page, 'sessions');
});

test('what an assister sees', async ({ actors }) => {
  const page = await actors.demo(demo.navigator);
  const clients = new Clients(page);
  for (const list of ['new', 'in-progress', 'all'] as const) {
    await clients.open(list);
    await save(page, `clients-${list}`);
  }
  await clients.search('ma');
  await save(page, 'clients-search');
  await clients.search(letters());
  await save(page, 'clients-no-result');
  await clients.open('in-progress');
  await clients.openRecord((await clients.names())[0]!);
  await save(page, 'record-navigator');

  const empty = await actors.demo(demo.navigator2);
  await new Clients(empty).open('all');
  await save(empty, 'clients-empty');

  const name = longName();
  const { page: consumer } = await actors.consumer({ name });
  await new Wizard(consumer).authorize(await actors.number(demo.broker), name);
  const broker = await actors.demo(demo.broker);
  await new Clients(broker).openRecord(name);
  await save(broker, 'record-long-name');
  await new Clients(broker).open('all');
  await save(broker, 'clients-long-name');
});

test('what an agency contact sees', async ({ actors }) => {
  const page = await actors.demo(demo.contact);
  const roster = new Roster(page);
  await roster.open();
  await save(page, 'agency');
  await roster.search(letters());
  await save(page, 'agency-no-result');
  await roster.open();
  await roster.openPerson('Leif Iverson');
  await page.getByRole('button', { name: 'Look up the reference number' }).click();
  await expect(page).toHaveURL(/retry=/);
  await save(page, 'agency-assister');
  await page.getByRole('link', { name: 'Edit', exact: true }).click();
  await arrive(page, 'Edit an assister');
  await save(page, 'agency-edit');
  await visit(page, '/agency/add');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(problems(page)).toBeVisible();
  await save(page, 'agency-add-refused');
  await visit(page, '/agency/contacts');
  await save(page, 'agency-contacts');
});

test('what staff see', async ({ page }) => {
  for (const email of [demo.arc, demo.bsl, demo.manager]) {
    await new SignIn(page).open();
    await new SignIn(page).submit(email, DEMO_PASSWORD);
    await arrive(page, /./);
    await save(page, `home-${email.split('@')[0]}`);
    await page.context().clearCookies();
  }
});

test('what the resource center sees', async ({ actors }) => {
  const manager = await actors.demo(demo.manager);
  for (const [name, address] of [
    ['center-ready', '/resource-center'],
    ['center-confirm', '/resource-center?queue=confirm'],
    ['center-assisters', '/resource-center/assisters'],
    ['center-broker', '/resource-center/brokers/add'],
    ['center-organizations', '/resource-center/organizations'],
    ['center-consumers', '/resource-center/consumers'],
    ['center-staff', '/resource-center/staff'],
    ['center-staff-add', '/resource-center/staff/add'],
  ] as const) {
    await visit(manager, address);
    await save(manager, name);
  }
  await visit(manager, '/resource-center');
  await manager.getByRole('link', { name: 'Hawa Jama', exact: true }).click();
  await arrive(manager, 'Hawa Jama');
  await save(manager, 'center-assister');
  await visit(manager, '/resource-center/assisters?state=active');
  await manager.getByRole('link', { name: 'Mai Yang', exact: true }).click();
  await arrive(manager, 'Mai Yang');
  await save(manager, 'center-assister-active');
  await manager.getByRole('link', { name: 'Suspend', exact: true }).click();
  await arrive(manager, 'Suspend Mai Yang?');
  await save(manager, 'center-suspend');
});

test('what an agency contact sees of an import', async ({ actors }) => {
  const page = await actors.demo(demo.contact);
  const imports = new Import(page);
  await imports.open();
  await save(page, 'import');
  await imports.upload('roster.csv', ['Phone']);
  await expect(problems(page)).toBeVisible();
  await save(page, 'import-refused');
  const [ann, bo] = [letters(), letters()];
  await imports.preview([line(ann), line(bo, { email: 'info@import.test' }), line(ann)]);
  await save(page, 'import-preview');
  await imports.confirm.click();
  await imports.done();
  await save(page, 'import-done');
  await imports.open();
  await save(page, 'import-latest');
});

test('mail', async ({ page, actors }) => {
  await visit(page, '/demo/mail');
  await save(page, 'demo-mail');
  const staff = await actors.demo(demo.manager);
  await visit(staff, '/resource-center/mail');
  await save(staff, 'mail-queue');
});

test('what a learner sees', async ({ actors }) => {
  const who = await trainee(actors);
  const page = await actors.visitor();
  const [wayIn, course, assessment] = [new WayIn(page), new Course(page), new Assessment(page)];
  await wayIn.open();
  await save(page, 'learning');
  await wayIn.button.click();
  await expect(problems(page)).toBeVisible();
  await save(page, 'learning-refused');
  await wayIn.ask(who.trainingId, who.email);
  await save(page, 'learning-sent');
  await visit(page, await wayIn.link(who));
  await save(page, 'learning-link');
  await page.getByRole('button', { name: 'Start learning', exact: true }).click();
  await arrive(page, 'Learning Center');
  await save(page, 'learning-new');
  await visit(page, '/learning/assessment');
  await save(page, 'learning-assessment-closed');
  await visit(page, '/learning/course/1');
  await save(page, 'learning-module');
  await course.readFrom(1);
  await save(page, 'learning-assessment');
  await assessment.start.click();
  await expect(assessment.handIn).toBeVisible();
  await save(page, 'learning-questions');
  await assessment.answer(0, true);
  await assessment.handIn.click();
  await expect(problems(page)).toBeVisible();
  await save(page, 'learning-questions-refused');
  await assessment.take(12);
  await arrive(page, 'You did not pass this time');
  await save(page, 'learning-not-passed');
  await visit(page, '/learning/assessment');
  await assessment.start.click();
  await assessment.take(17);
  await arrive(page, 'You passed the assessment');
  await save(page, 'learning-passed');
  await visit(page, '/learning');
  await save(page, 'learning-done');

  const manager = await actors.demo(demo.manager);
  const form = new TrainingImport(manager);
  await form.open();
  await save(manager, 'training-import');
  await form.preview([`${(await trainee(actors)).trainingId},1/5/2026,70`, 'T-NOBODY,1/5/2026,90', `${who.trainingId},x,1`]);
  await save(manager, 'training-import-preview');
});

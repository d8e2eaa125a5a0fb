// The resource center: the resource manager, BSL and its brokers, and an email that waits for ARC. ARC and a navigator: roster-to-sign-in.

import { say } from '../fixtures/catalog.ts';
import { audit } from '../fixtures/looks.ts';
import { demo, letters } from '../fixtures/people.ts';
import { expect, test } from '../fixtures/test.ts';
import { EntryForm, Roster } from '../pages/agency.ts';
import { Details, Wizard } from '../pages/assister.ts';
import { TrainingImport } from '../pages/learning.ts';
import { bar } from '../pages/header.ts';
import { arrive, expectRefused, fact, path, problems, scripted, visit } from '../pages/page.ts';
import { broker, Center } from '../pages/resource-center.ts';
import { iso } from '../pages/status.ts';

test('the resource manager makes and removes an account and writes an organization down', { tag: '@journey' }, async ({ actors }) => {
  const manager = new Center(await actors.demo(demo.manager));
  const { page } = manager;
  const own = letters();
  const name = `Lena ${own}`;
  await visit(page, '/resource-center');
  await bar(page).getByRole('link', { name: 'People', exact: true }).click();
  await manager.tab('Staff').click();
  await arrive(page, 'Staff accounts');
  await page.getByRole('link', { name: 'Add a staff account', exact: true }).click();
  await arrive(page, 'Add a staff account');
  await manager.field('Name').fill(name);
  await manager.field('Email').fill('lena');
  await manager.button('Add the account').click();
  await expectRefused(page, manager.field('Email'), say('resource.staff_email_missing'));
  await expect(problems(page)).toContainText(say('resource.staff_role_missing'));
  await expect(manager.field('Name')).toHaveValue(name);
  await manager.field('Email').fill(`${own}@mnsure.example.test`);
  await manager.field('Broker Service Line').check();
  await manager.button('Add the account').click();
  await arrive(page, 'Staff accounts');
  await manager.says(say('resource.staff_added'));
  await page.getByRole('link', { name, exact: true }).click();
  await arrive(page, name);
  await expect(fact(page, 'Role')).toHaveText('Broker Service Line');
  await manager.button('Send the invitation again').click();
  await manager.says(say('resource.staff_sent'));
  await manager.button('Remove').click();
  await arrive(page, 'Staff accounts');
  await manager.says(say('resource.staff_removed'));
  await expect(page.getByRole('link', { name, exact: true })).toHaveCount(0);

  await page.getByRole('link', { name: 'Hodan Ali', exact: true }).click();
  await arrive(page, 'Hodan Ali');
  await manager.says(say('resource.staff_own'));
  await expect(manager.button('Remove')).toHaveCount(0);
  await page.getByRole('link', { name: say('resource.staff_back'), exact: true }).click();

  await arrive(page, 'Staff accounts');
  await page.getByRole('link', { name: 'Add an organization', exact: true }).click();
  await arrive(page, 'Add an organization');
  await manager.field('Name of the agency contact').fill('Vera Holm');
  await manager.button('Add the organization').click();
  await expectRefused(page, manager.field('Name of the organization'), say('resource.organization_missing'));
  await expect(manager.field('Name of the agency contact')).toHaveValue('Vera Holm');
  await manager.field('Name of the organization').fill(`Lakes ${own}`);
  await manager.field('Navigators and CACs').check();
  await manager.field('Email of the agency contact').fill(`vera.${own}@lakes.example.test`);
  await manager.button('Add the organization').click();
  await arrive(page, 'Staff accounts');
  await manager.says(say('resource.organization_added'));

  // The contact leaves before the account was set up.
  await manager.openOrganization(`Lakes ${own}`);
  await expect(fact(page, 'Rosters it keeps')).toHaveText('Navigators and CACs');
  await manager.says(say('resource.organization_assisters_none'));
  await page.getByRole('row').filter({ hasText: 'Vera Holm' }).getByRole('link', { name: /^End access/ }).click();
  await arrive(page, 'End access for Vera Holm?');
  await manager.says(say('resource.contact_end_last'));
  await manager.button('End access').click();
  await expectRefused(page, manager.field('Reason'), say('resource.reason_missing'));
  await manager.field('Reason').fill('Left the organization');
  await manager.button('End access').click();
  await arrive(page, `Lakes ${own}`);
  await manager.says(say('resource.contact_ended'));
  await manager.says(say('resource.organization_contacts_none'));
  const earlier = page.getByRole('table', { name: say('resource.organization_ended_heading') }).getByRole('row');
  await expect(earlier.filter({ hasText: 'Vera Holm' })).toContainText('Left the organization');
  if (scripted()) await audit(page, 'an organization whose contact was ended');
});

test('the resource manager ends a broker’s authorization, and the consumer reads by whom and why', { tag: '@journey' }, async ({ actors }) => {
  const { page, who } = await actors.consumer();
  await new Wizard(page).authorized(await actors.number(demo.broker), who.name);
  const manager = new Center(await actors.demo(demo.manager));
  await manager.find(who.name, iso(who.born), 'nobody@example.test');
  await expect(problems(manager.page)).toContainText(say('resource.consumers_none'));
  await expect(manager.field('Full name')).toHaveValue(who.name);
  if (scripted()) await audit(manager.page, 'find a consumer, refused');
  await manager.find(who.name, iso(who.born), who.email);
  await arrive(manager.page, who.name);
  expect(manager.page.url()).toMatch(/\?found=[0-9a-f-]{36}$/);
  await manager.button('End authorization').click();
  await expectRefused(manager.page, manager.field('Reason'), say('resource.reason_missing'));
  await manager.field('Reason').fill('Asked for by phone');
  await manager.button('End authorization').click();
  await manager.says(say('resource.end_done'));
  if (scripted()) await audit(manager.page, 'a consumer whose authorization was ended');

  await new Details(page).open();
  await expect(page.locator('main')).toContainText('Ended by MNsure staff');
  await expect(page.locator('main')).toContainText('Reason: Asked for by phone');

  // And signs the consumer out everywhere.
  await manager.page.getByRole('link', { name: say('resource.access_link'), exact: true }).click();
  await manager.field('Sign out everywhere').check();
  await manager.button('Confirm').click();
  await expectRefused(manager.page, manager.field('Reason'), say('resource.reason_missing'));
  await expect(manager.field('Sign out everywhere')).toBeChecked();
  await manager.field('Reason').fill('Lost the phone');
  await manager.button('Confirm').click();
  await manager.says(say('resource.access_signed_out'));
  if (scripted()) await audit(manager.page, 'the access to an account, when it was signed out');
  await visit(page, '/account');
  await arrive(page, 'Sign in');

  // And suspends the account for a while.
  const why = manager.field(say('resource.consumer_suspend_reason'));
  await manager.find(who.name, iso(who.born), who.email);
  await arrive(manager.page, who.name);
  await why.fill('Papers of somebody else');
  await manager.button(say('resource.consumer_suspend_button')).click();
  await manager.says(say('resource.consumer_suspend_done'));
  if (scripted()) await audit(manager.page, 'a consumer whose account is suspended');
  await expect(why, 'ending it has a reason of its own').toHaveValue('');
  await why.fill('Papers are right');
  await manager.button(say('resource.consumer_unsuspend_button')).click();
  await manager.says(say('resource.consumer_unsuspend_done'));
});

test('BSL writes a broker down, certifies, imports the training, enrolls, suspends and closes', { tag: '@journey' }, async ({ actors }) => {
  test.setTimeout(240_000);
  const bsl = new Center(await actors.demo(demo.bsl));
  const { page } = bsl;
  const erik = broker();
  const trainingId = erik.fields['Training ID']!;
  await visit(page, '/resource-center');
  await arrive(page, 'Broker Service Line');
  await page.getByRole('link', { name: 'Add a broker', exact: true }).click();
  await arrive(page, 'Add a broker');
  for (const [label, value] of Object.entries({ ...erik.fields, NPN: 'twelve' })) await bsl.field(label).fill(value);
  await bsl.field('New').check();
  await bsl.button('Add the broker').click();
  await expectRefused(page, bsl.field('NPN'), say('resource.broker_npn_missing'));
  await expect(bsl.field('NPN')).toHaveValue('twelve');
  await expect(bsl.field('Agency')).toHaveValue(erik.fields.Agency!);
  await expect(bsl.field('New')).toBeChecked();
  await bsl.field('NPN').fill(erik.fields.NPN!);
  await bsl.button('Add the broker').click();
  await arrive(page, erik.name);
  await bsl.says(say('resource.done_added'));
  for (const label of ['NPN', 'License', 'City']) await expect(fact(page, label)).toHaveText(erik.fields[label]!);
  await expect(fact(page, 'Certification up to date')).toHaveText('Missing');

  await bsl.field('Certified').check();
  await bsl.button('Save certification').click();
  await expectRefused(page, bsl.field('Certified through'), say('resource.until_missing'));
  await expect(bsl.field('Certified')).toBeChecked();
  await bsl.field('Certified through').fill('2099-12-31');
  await bsl.button('Save certification').click();
  await expect(fact(page, 'Certification up to date')).toHaveText('Done');
  await bsl.says('Certified through December 31, 2099');
  await expect(bsl.button('Enroll')).toHaveCount(0);

  // The training was completed in another learning system.
  const form = new TrainingImport(page);
  await form.open();
  await form.upload('Training ID,score');
  await expectRefused(page, form.file, say('learning.import_columns_wrong'));
  await form.preview([`${trainingId},1/5/2026,70`, 'T-NOBODY,1/5/2026,90']);
  await expect(form.row(trainingId)).toContainText(say('learning.import_both'));
  await expect(form.row('T-NOBODY')).toContainText(say('learning.import_unknown'));
  await form.button.click();
  await bsl.says(say('learning.import_done'));
  await expect(form.row(trainingId)).toContainText(`Recorded: ${say('learning.import_both')}`);
  await expect(form.button).toHaveCount(0);
  if (scripted()) await audit(page, 'training import, result');
  const [download] = await Promise.all([page.waitForEvent('download'), form.refusedLines.click()]);
  expect(download.suggestedFilename()).toBe('training-refused.csv');

  await bsl.openAssister('Erik', erik.fields['Last name']!);
  await expect(fact(page, 'Next step')).toHaveText('The Broker Service Line enrolls the broker');
  await bsl.button('Enroll').click();
  await bsl.says(say('resource.done_enrolled'));
  if (scripted()) await audit(page, 'a broker who was enrolled');
  await bsl.button('Send the activation email again').click();
  await bsl.says(say('resource.done_sent'));

  await page.getByRole('link', { name: 'Suspend', exact: true }).click();
  await arrive(page, `Suspend ${erik.name}?`);
  await bsl.button('Suspend').click();
  await expectRefused(page, bsl.field('Reason'), say('resource.reason_missing'));
  await bsl.field('Reason').fill('A complaint is looked into');
  await bsl.button('Suspend').click();
  await bsl.says(say('resource.done_suspended'));
  await expect(fact(page, 'Reason')).toHaveText('A complaint is looked into');
  if (scripted()) await audit(page, 'a broker who was suspended');
  for (const [change, question, done] of [
    ['Reinstate', `Reinstate ${erik.name}?`, say('resource.done_reinstated')],
    ['Close account', `Close the account of ${erik.name}?`, say('resource.done_closed')],
  ] as const) {
    await page.getByRole('link', { name: change, exact: true }).click();
    await arrive(page, question);
    await bsl.field('Reason').fill('Nothing was found');
    await bsl.button(change).click();
    await bsl.says(done);
  }
  if (scripted()) await audit(page, 'a broker whose account was closed');
});

test('another email on the roster waits until staff keep the old one or confirm it', { tag: '@journey' }, async ({ actors }) => {
  const page = await actors.demo(demo.contact);
  // Somebody whose email no other run of this test changes meanwhile.
  const [first, last] = scripted() ? ['Bjørn', 'Grøn'] : ['Leif', 'Iverson'];
  const name = `${first} ${last}`;
  const arc = new Center(await actors.demo(demo.arc));
  const roster = new Roster(page);
  await roster.open();
  await roster.openPerson(name);
  const changes = async (email: string): Promise<void> => {
    await page.getByRole('link', { name: 'Edit', exact: true }).click();
    await arrive(page, 'Edit an assister');
    await new EntryForm(page).field('Certification email').fill(email);
    await new EntryForm(page).save.click();
    await arrive(page, name);
    await expect(fact(page, 'New email')).toContainText('for the resource center to confirm it');
  };
  await changes(`new.${letters()}@northernlights.example`);
  await arc.openAssister(first!, last!);
  await expect(arc.button('Confirm email')).toBeVisible();
  await arc.button('Keep the old email').click();
  await arc.says(say('resource.email_kept'));
  await expect(arc.button('Confirm email')).toHaveCount(0);

  const email = `newer.${letters()}@northernlights.example`;
  await changes(email);
  await visit(arc.page, path(arc.page));
  await arrive(arc.page, name);
  await arc.button('Confirm email').click();
  await arc.says(say('resource.email_done'));
  await expect(arc.button('Keep the old email')).toHaveCount(0);
  await expect(fact(arc.page, 'Certification email')).toHaveText(email);
  if (scripted()) await audit(arc.page, 'a history of emails');
});

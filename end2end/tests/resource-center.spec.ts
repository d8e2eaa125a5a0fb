// The resource center: ARC, BSL and the resource manager.

import { say } from '../fixtures/catalog.ts';
import { audit } from '../fixtures/looks.ts';
import { demo, letters } from '../fixtures/people.ts';
import { expect, test } from '../fixtures/test.ts';
import { Roster } from '../pages/agency.ts';
import { Details, Wizard } from '../pages/assister.ts';
import { arrive, expectNotFound, expectRefused, fact, path, problems, scripted, visit } from '../pages/page.ts';
import { broker, Center } from '../pages/resource-center.ts';

/** `3/7/1984` as a field of dates takes it. */
function iso(born: string): string {
  const [month, day, year] = born.split('/');
  return `${year}-${month!.padStart(2, '0')}-${day!.padStart(2, '0')}`;
}

test('each role has its queues, and who is ready is in the right one', { tag: '@main' }, async ({ actors }) => {
  const arc = new Center(await actors.demo(demo.arc));
  await visit(arc.page, '/resource-center');
  await arrive(arc.page, 'Assister Resource Center');
  await expect(arc.page.getByRole('link', { name: 'Hawa Jama', exact: true })).toBeVisible();
  await arc.tab('To confirm').click();
  await expect(arc.page).toHaveURL(/queue=confirm/);
  await expect(arc.tab('Consumers')).toBeVisible();
  await expect(arc.tab('Staff')).toHaveCount(0);

  const bsl = new Center(await actors.demo(demo.bsl));
  await visit(bsl.page, '/resource-center');
  await arrive(bsl.page, 'Broker Service Line');
  await expect(bsl.page.getByRole('link', { name: 'Hawa Jama', exact: true })).toHaveCount(0);
});

test('the tracker shows the gates and whose turn it is, and has the button for it', async ({ actors }) => {
  const arc = new Center(await actors.demo(demo.arc));
  await visit(arc.page, '/resource-center');
  await arc.page.getByRole('link', { name: 'Hawa Jama', exact: true }).click();
  await arrive(arc.page, 'Hawa Jama');
  await expect(fact(arc.page, 'Assessment passed')).toHaveText('Done');
  await expect(fact(arc.page, 'Next step')).toHaveText('The Assister Resource Center enrolls the assister');
  await expect(arc.button('Enroll')).toBeVisible();
  // Brokers are BSL's: what others look after is not found.
  const address = path(arc.page);
  await expectNotFound(await actors.demo(demo.bsl), address);
});

test('BSL adds a broker, who is found, certified and waits for the training', { tag: '@main' }, async ({ actors }) => {
  const bsl = new Center(await actors.demo(demo.bsl));
  const erik = broker();
  await bsl.addBroker(erik);
  await bsl.says(say('resource.done_added'));
  await expect(fact(bsl.page, 'Certification up to date')).toHaveText('Missing');

  await bsl.field('Certified').check();
  await bsl.button('Save certification').click();
  await expectRefused(bsl.page, bsl.field('Certified through'), 'Enter the last day of the certification.');
  await bsl.field('Certified through').fill('2099-12-31');
  await bsl.button('Save certification').click();
  await expect(fact(bsl.page, 'Certification up to date')).toHaveText('Done');
  await bsl.says('Certified through December 31, 2099');

  await visit(bsl.page, '/resource-center/assisters');
  await arrive(bsl.page, 'Assisters');
  await bsl.page.getByRole('textbox', { name: 'Search assisters and organizations' }).fill(erik.fields['Last name']!);
  await bsl.button('Search').click();
  await expect(bsl.page).toHaveURL(/\?q=[0-9a-f-]{36}$/);
  await expect(bsl.page.getByRole('row').filter({ hasText: erik.name })).toContainText('Not enrolled');
  expect(bsl.page.url()).not.toContain('andberg');
});

test('what is wrong with a broker is said next to its field', async ({ actors }) => {
  const bsl = new Center(await actors.demo(demo.bsl));
  await visit(bsl.page, '/resource-center/brokers/add');
  await bsl.field('NPN').fill('twelve');
  await bsl.button('Add the broker').click();
  await expectRefused(bsl.page, bsl.field('NPN'), 'Enter the NPN, up to ten digits.');
  await expect(bsl.field('NPN')).toHaveValue('twelve');
});

test('the resource manager makes and removes a staff account, but not their own', { tag: '@main' }, async ({ actors }) => {
  const manager = new Center(await actors.demo(demo.manager));
  const name = `Lena ${letters()}`;
  await visit(manager.page, '/resource-center');
  await manager.tab('Staff').click();
  await arrive(manager.page, 'Staff accounts');
  await manager.page.getByRole('link', { name: 'Add a staff account', exact: true }).click();
  await arrive(manager.page, 'Add a staff account');
  await manager.button('Add the account').click();
  await expect(problems(manager.page)).toContainText('Select a role.');
  await manager.field('Name').fill(name);
  await manager.field('Email').fill(`${letters()}@mnsure.example.test`);
  await manager.field('Broker Service Line').check();
  await manager.button('Add the account').click();
  await arrive(manager.page, 'Staff accounts');
  await manager.says(say('resource.staff_added'));
  await manager.page.getByRole('link', { name, exact: true }).click();
  await arrive(manager.page, name);
  await manager.button('Send the invitation again').click();
  await manager.says(say('resource.staff_sent'));
  await manager.button('Remove').click();
  await arrive(manager.page, 'Staff accounts');
  await expect(manager.page.getByRole('link', { name, exact: true })).toHaveCount(0);

  await manager.page.getByRole('link', { name: 'Hodan Ali', exact: true }).click();
  await arrive(manager.page, 'Hodan Ali');
  await expect(manager.button('Remove')).toHaveCount(0);
  await expectNotFound(await actors.demo(demo.arc), '/resource-center/staff');
});

test('an activation email is sent again', async ({ actors }) => {
  const arc = new Center(await actors.demo(demo.arc));
  await arc.openAssister('Astrid', 'Holm');
  await arc.button('Send the activation email again').click();
  await arc.says(say('resource.done_sent'));
});

test('an account is suspended for a reason, and reinstated', async ({ actors }) => {
  const arc = new Center(await actors.demo(demo.arc));
  // Somebody whom no other run of this test suspends meanwhile.
  const [first, last] = scripted() ? ['Naomi', "O'Brien"] : ['Lucía', 'Ramírez'];
  await arc.openAssister(first!, last!);
  await arc.page.getByRole('link', { name: 'Suspend', exact: true }).click();
  await arrive(arc.page, `Suspend ${first} ${last}?`);
  await arc.button('Suspend').click();
  await expectRefused(arc.page, arc.field('Reason'), say('resource.reason_missing'));
  await arc.field('Reason').fill('A complaint is looked into');
  await arc.button('Suspend').click();
  await arc.says(say('resource.done_suspended'));
  await expect(fact(arc.page, 'Reason')).toHaveText('A complaint is looked into');
  await arc.page.getByRole('link', { name: 'Reinstate', exact: true }).click();
  await arc.field('Reason').fill('Nothing was found');
  await arc.button('Reinstate').click();
  await arc.says(say('resource.done_reinstated'));
});

test('another email on the roster waits until staff confirm it', async ({ actors }) => {
  const roster = new Roster(await actors.demo(demo.contact));
  const [first, last] = scripted() ? ['Bjørn', 'Grøn'] : ['Leif', 'Iverson'];
  await roster.open();
  await roster.openPerson(`${first} ${last}`);
  await roster.page.getByRole('link', { name: 'Edit', exact: true }).click();
  await roster.page.getByLabel('Certification email').fill(`new.${letters()}@northernlights.example`);
  await roster.page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(fact(roster.page, 'New email')).toContainText('for the resource center to confirm it');

  const arc = new Center(await actors.demo(demo.arc));
  await arc.openAssister(first!, last!);
  await expect(arc.button('Confirm email')).toBeVisible();
  await arc.button('Keep the old email').click();
  await arc.says(say('resource.email_kept'));
  await expect(arc.button('Confirm email')).toHaveCount(0);
  if (scripted()) await audit(arc.page, 'a history of emails');
});

test('a broker’s authorization is ended on request, and the consumer reads by whom and why', { tag: '@main' }, async ({ actors }) => {
  const { page, who } = await actors.consumer();
  await new Wizard(page).authorized(await actors.number(demo.broker), who.name);
  const manager = new Center(await actors.demo(demo.manager));
  await manager.find(who.name, iso(who.born), 'nobody@example.test');
  await expect(problems(manager.page)).toContainText(say('resource.consumers_none'));
  await manager.find(who.name, iso(who.born), who.email);
  await arrive(manager.page, who.name);
  expect(manager.page.url()).toMatch(/\?found=[0-9a-f-]{36}$/);
  await manager.button('End authorization').click();
  await expectRefused(manager.page, manager.field('Reason'), say('resource.reason_missing'));
  await manager.field('Reason').fill('Asked for by phone');
  await manager.button('End authorization').click();
  await manager.says(say('resource.end_done'));

  await new Details(page).open();
  await expect(page.locator('main')).toContainText('Ended by MNsure staff');
  await expect(page.locator('main')).toContainText('Reason: Asked for by phone');
});

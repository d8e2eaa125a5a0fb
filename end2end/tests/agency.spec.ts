// The Agency Management Program: an agency contact keeps the organization's roster.

import { say } from '../fixtures/catalog.ts';
import { demo, HOSTILE, letters } from '../fixtures/people.ts';
import { expect, test } from '../fixtures/test.ts';
import { EntryForm, Roster, type Entry } from '../pages/agency.ts';
import { arrive, expectNotFound, expectRefused, fact, path, visit } from '../pages/page.ts';

function somebody(given: Partial<Entry> = {}): Entry {
  const own = letters();
  return {
    'First name': 'Test',
    'Last name': `Helper${own}`,
    'Certification email': `t.${own}@agency.example.test`,
    'Training ID': `T-${own.toUpperCase()}`,
    Phone: '(218) 555-0199',
    Email: 'info@agency.example.test',
    City: 'Duluth',
    'Languages spoken': 'English, Somali',
    ...given,
  };
}

async function add(form: EntryForm, entry: Entry, roster = 'Navigators', access = 'No'): Promise<string> {
  await form.openToAdd();
  await form.choice('Roster', roster).check();
  await form.fill(entry);
  await form.choice('Assister Portal Access', access).check();
  await form.save.click();
  const name = `${entry['First name']} ${entry['Last name']}`;
  await arrive(form.page, name);
  return name;
}

test('the roster shows the gates, the account and who can be found', { tag: '@main' }, async ({ actors }) => {
  const roster = new Roster(await actors.demo(demo.contact));
  await roster.open();
  await expect(roster.page.locator('main')).toContainText('Northern Lights Health Navigators');
  await expect(roster.page.getByRole('columnheader')).toHaveText([
    'Name',
    'Assister ID',
    'Training ID',
    'Employment',
    'Certification',
    'Assister Portal Access',
    'Gates met',
    'Account',
    'In directory',
  ]);
  // Other tests add people: whoever is looked for may be on a later page.
  await roster.search('Linnea Sandberg');
  await expect(roster.cell('Linnea Sandberg', 'Training ID')).toHaveText('MN-TRAIN-0001');
  await expect(roster.cell('Linnea Sandberg', 'Gates met')).toHaveText('3 of 4');
  await roster.search('Hawa Jama');
  await expect(roster.cell('Hawa Jama', 'Gates met')).toHaveText('4 of 4');
  await expect(roster.cell('Hawa Jama', 'Account')).toHaveText('Not enrolled');
  await roster.search('Leif Iverson');
  await expect(roster.cell('Leif Iverson', 'In directory')).toHaveText('No');

  await roster.open();
  await roster.page.getByRole('link', { name: 'Suspended', exact: true }).click();
  await expect(roster.page).toHaveURL(/state=suspended/);
  await expect(roster.person('Leif Iverson')).toBeVisible();
  await expect(roster.person('Linnea Sandberg')).toHaveCount(0);
  await roster.page.getByRole('link', { name: 'CACs', exact: true }).click();
  await expect(roster.page).toHaveURL(/roster=cac&state=suspended/);
  await expect(roster.person('Helen Kowalski')).toBeVisible();
});

test('a search leaves no name in the address', { tag: '@main' }, async ({ actors }) => {
  const roster = new Roster(await actors.demo(demo.contact));
  await roster.open();
  for (const words of ['sandb', 'trainee@demo.test', 'MN-TRAIN-0001']) {
    await roster.search(words);
    await expect(roster.rows).toHaveCount(1);
    await expect(roster.person('Linnea Sandberg')).toBeVisible();
    expect(decodeURIComponent(roster.page.url()).toLowerCase()).not.toContain(words.toLowerCase());
  }
  await roster.search(letters());
  await expect(roster.page.locator('main')).toContainText(say('agency.no_result_text'));
  await roster.page.getByRole('link', { name: say('agency.search_clear') }).click();
  await expect(roster.page).not.toHaveURL(/[?&]q=/);
  await expect(roster.person('Linnea Sandberg')).toBeVisible();
});

test('somebody is added, edited, and the history says who, from and to', { tag: '@main' }, async ({ actors }) => {
  const page = await actors.demo(demo.contact);
  const [form, entry] = [new EntryForm(page), somebody()];
  const name = await add(form, entry);
  await expect(page.locator('main')).toContainText(say('agency.saved_added'));
  await expect(fact(page, 'Training ID')).toHaveText(entry['Training ID']);
  await expect(fact(page, say('standing.gate_approved'))).toHaveText('Missing');

  await page.getByRole('link', { name: 'Edit', exact: true }).click();
  await arrive(page, 'Edit an assister');
  await expect(form.field('Certification email')).toHaveValue(entry['Certification email']);
  await form.field('City').fill('Ely');
  await form.choice('Assister Portal Access', 'Yes').check();
  await form.choice('Employment', 'Active').check();
  await form.save.click();
  await arrive(page, name);
  await expect(page.locator('main')).toContainText(say('agency.saved_changed'));
  await expect(fact(page, say('standing.gate_approved'))).toHaveText('Done');
  const history = page.getByRole('table', { name: 'History' }).getByRole('row');
  await expect(history.filter({ hasText: 'City' })).toContainText(/Karin Solberg.*City.*Duluth.*Ely/);
  await expect(history.filter({ hasText: 'Assister Portal Access' })).toContainText(/No.*Yes/);
});

test('a refused entry keeps what was typed', async ({ actors }) => {
  const page = await actors.demo(demo.contact);
  const [form, entry] = [new EntryForm(page), somebody({ 'Certification email': 'info@agency.example.test' })];
  await form.openToAdd();
  await form.choice('Roster', 'CACs').check();
  await form.fill(entry);
  await form.choice('Assister Portal Access', 'Yes').check();
  await form.save.click();
  await expectRefused(page, form.field('Certification email'), say('agency.generic', { mailbox: 'info' }));
  await form.field('Certification email').fill('trainee@demo.test');
  await form.save.click();
  await expectRefused(page, form.field('Certification email'), say('agency.email_taken_by', { name: 'Linnea Sandberg' }));
  for (const label of ['First name', 'Last name', 'Training ID', 'Phone', 'Email', 'City', 'Languages spoken'] as const) {
    await expect(form.field(label)).toHaveValue(entry[label]);
  }
  await expect(form.choice('Roster', 'CACs')).toBeChecked();
  await expect(form.choice('Assister Portal Access', 'Yes')).toBeChecked();
});

test('who edits what somebody else changed meanwhile is told, and can save on', async ({ actors }) => {
  const page = await actors.demo(demo.contact);
  const form = new EntryForm(page);
  const name = await add(form, somebody());
  const address = path(page);
  await visit(page, `${address}/edit`);
  const other = await actors.demo(demo.contact);
  await visit(other, `${address}/edit`);
  await new EntryForm(other).field('City').fill('Ely');
  await new EntryForm(other).save.click();
  await arrive(other, name);
  await form.field('City').fill('Cook');
  await form.save.click();
  await expect(page.getByText(say('agency.meanwhile_title'))).toBeVisible();
  await expect(page.locator('main')).toContainText('City: Ely');
  await expect(form.field('City')).toHaveValue('Cook');
  await form.save.click();
  await arrive(page, name);
  await expect(fact(page, 'City')).toHaveText('Cook');
});

test('a reference number is looked up for one assister and stands in no address', { tag: '@main' }, async ({ actors }) => {
  const number = await actors.number(demo.navigator);
  const roster = new Roster(await actors.demo(demo.contact));
  const look = roster.page.getByRole('button', { name: 'Look up a reference number' });
  await roster.open();
  await roster.openPerson('Ingrid Halvorson');
  await expect(roster.page.locator('main')).not.toContainText(number);
  await look.click();
  await expect(roster.page.locator('main')).toContainText(say('agency.lookup_number', { number }));
  expect(roster.page.url()).not.toContain(number);
  await roster.open();
  await roster.openPerson('Linnea Sandberg');
  await look.click();
  await expect(roster.page.locator('main')).toContainText(say('agency.lookup_none'));
});

test('a second contact is invited, and again', async ({ actors }) => {
  const page = await actors.demo(demo.contact);
  const own = letters();
  const email = `c.${own}@agency.example.test`;
  const invite = async (name: string, address: string): Promise<void> => {
    await page.getByLabel('Name', { exact: true }).fill(name);
    await page.getByLabel('Email', { exact: true }).fill(address);
    await page.getByRole('button', { name: 'Invite a contact' }).click();
  };
  await visit(page, '/agency/contacts');
  await arrive(page, 'Agency contacts');
  await invite(`Test ${own}`, email);
  await expect(page.locator('main')).toContainText(say('agency.contacts_invited_now'));
  await expect(page.getByRole('row').filter({ hasText: email })).toContainText('Invited');
  await invite(`Test ${own}`, email);
  await expect(page.locator('main')).toContainText(say('agency.contacts_invited_again'));
  await invite('Somebody', demo.consumer);
  await expectRefused(page, page.getByLabel('Email', { exact: true }), say('agency.contact_email_taken'));
  await expect(page.getByLabel('Name', { exact: true })).toHaveValue('Somebody');
});

test('hostile names stay text', async ({ actors }) => {
  const page = await actors.demo(demo.contact);
  const roster = new Roster(page);
  for (const hostile of HOSTILE) {
    const name = await add(new EntryForm(page), somebody({ 'First name': hostile }));
    await page.getByRole('link', { name: 'Edit', exact: true }).click();
    await arrive(page, 'Edit an assister');
    await expect(new EntryForm(page).field('First name')).toHaveValue(hostile);
    await roster.open();
    await roster.search(name.split('Helper')[1] ? `Helper${name.split('Helper')[1]}` : name);
    await expect(roster.person(name)).toBeVisible();
  }
});

test('addresses that lead to nobody are not found', async ({ actors }) => {
  const page = await actors.demo(demo.contact);
  for (const address of ['/agency/assisters/x', '/agency/assisters/01900000-0000-7000-8000-000000000000/edit', '/agency/nowhere']) {
    await expectNotFound(page, address);
  }
});

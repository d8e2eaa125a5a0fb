// The Agency Management Program: an agency contact keeps the organization's roster.

import { say } from '../fixtures/catalog.ts';
import { audit } from '../fixtures/looks.ts';
import { demo, letters } from '../fixtures/people.ts';
import { trainee } from '../fixtures/roster.ts';
import { expect, test } from '../fixtures/test.ts';
import { EntryForm, Roster, type Entry } from '../pages/agency.ts';
import { postForm } from '../pages/identity.ts';
import { arrive, expectRefused, fact, path, scripted, visit } from '../pages/page.ts';

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

test('a contact finds people on the roster, looks up a number and invites another contact', { tag: '@journey' }, async ({ actors }) => {
  const number = await actors.number(demo.navigator);
  const page = await actors.demo(demo.contact);
  const [roster, main] = [new Roster(page), page.locator('main')];

  await roster.open();
  await page.getByRole('link', { name: 'Suspended', exact: true }).click();
  await expect(page).toHaveURL(/state=suspended/);
  await expect(roster.person('Yusuf Farah')).toBeVisible();
  await expect(roster.person('Linnea Sandberg')).toHaveCount(0);
  await page.getByRole('link', { name: 'CACs', exact: true }).click();
  await expect(page).toHaveURL(/roster=cac&state=suspended/);
  await expect(roster.person('Helen Kowalski')).toBeVisible();
  await page.goBack();
  await expect(page).not.toHaveURL(/roster=cac/);
  await expect(roster.person('Yusuf Farah')).toBeVisible();
  await expect(roster.person('Helen Kowalski')).toHaveCount(0);

  // A search leaves no name in the address.
  await roster.open();
  await roster.search('sandb');
  await expect(roster.rows).toHaveCount(1);
  await expect(roster.cell('Linnea Sandberg', 'Training ID')).toHaveText('MN-TRAIN-0001');
  await expect(roster.cell('Linnea Sandberg', 'Gates met')).toHaveText('3 of 4');
  expect(page.url().toLowerCase()).not.toContain('sandb');
  await roster.search(letters());
  await expect(main).toContainText(say('agency.no_result_text'));
  if (scripted()) await audit(page, 'roster, no result');
  await page.getByRole('link', { name: say('agency.search_clear') }).click();
  await expect(page).not.toHaveURL(/[?&]q=/);

  // The reference number stands in no address.
  const look = page.getByRole('button', { name: 'Look up a reference number' });
  await roster.openPerson('Ingrid Halvorson');
  await expect(main).not.toContainText(number);
  await look.click();
  await expect(main).toContainText(say('agency.lookup_number', { number }));
  expect(page.url()).not.toContain(number);
  if (scripted()) await audit(page, 'a reference number');
  await page.getByRole('link', { name: say('agency.back'), exact: true }).click();
  await roster.arrived();
  await roster.openPerson('Linnea Sandberg');
  await look.click();
  await expect(main).toContainText(say('agency.lookup_none'));
  if (scripted()) await audit(page, 'no reference number yet');
  await page.getByRole('link', { name: say('agency.back'), exact: true }).click();

  await roster.arrived();
  await page.getByRole('link', { name: 'Invite a contact', exact: true }).click();
  await arrive(page, 'Agency contacts');
  const [name, email] = [page.getByLabel('Name', { exact: true }), page.getByLabel('Email', { exact: true })];
  const own = `c.${letters()}@agency.example.test`;
  const invite = async (address: string): Promise<void> => {
    await name.fill('Berit Moen');
    await email.fill(address);
    await page.getByRole('button', { name: 'Invite a contact' }).click();
  };
  await invite(demo.contact);
  await expectRefused(page, email, say('agency.contact_email_taken'));
  await expect(name).toHaveValue('Berit Moen');
  await invite(own);
  await expect(main).toContainText(say('agency.contacts_invited_now'));
  await expect(page.getByRole('row').filter({ hasText: own })).toContainText('Invited');
  if (scripted()) await audit(page, 'a contact who was invited');
  await invite(own);
  await expect(main).toContainText(say('agency.contacts_invited_again'));

  // And is shut out again.
  const row = page.getByRole('row').filter({ hasText: own });
  await row.getByRole('link', { name: /^End access/ }).click();
  await arrive(page, 'End access for Berit Moen?');
  const [reason, end] = [page.getByLabel('Reason', { exact: true }), page.getByRole('button', { name: 'End access', exact: true })];
  await end.click();
  await expectRefused(page, reason, say('resource.reason_missing'));
  await reason.fill('Left the organization');
  await end.click();
  await arrive(page, 'Agency contacts');
  await expect(main).toContainText(say('agency.contacts_ended'));
  await expect(row).toHaveCount(0);
  if (scripted()) await audit(page, 'contacts after one was ended');
});

test('somebody is added, edited, and the history says who, from and to', { tag: '@journey' }, async ({ actors }) => {
  const page = await actors.demo(demo.contact);
  const [form, entry] = [new EntryForm(page), somebody({ 'Certification email': 'trainee@demo.test' })];
  const name = `${entry['First name']} ${entry['Last name']}`;
  await form.openToAdd();
  await form.choice('Roster', 'CACs').check();
  await form.fill(entry);
  await form.choice('Assister Portal Access', 'No').check();
  await form.save.click();
  await expectRefused(page, form.field('Certification email'), say('agency.email_taken_by', { name: 'Linnea Sandberg' }));
  for (const [label, typed] of Object.entries(entry)) await expect(form.field(label as keyof Entry)).toHaveValue(typed);
  await expect(form.choice('Roster', 'CACs')).toBeChecked();
  await expect(form.choice('Assister Portal Access', 'No')).toBeChecked();
  await form.field('Certification email').fill(`t.${letters()}@agency.example.test`);
  await form.save.click();
  await arrive(page, name);
  await expect(page.locator('main')).toContainText(say('agency.saved_added'));
  await expect(fact(page, 'Training ID')).toHaveText(entry['Training ID']);
  await expect(fact(page, say('standing.gate_approved'))).toHaveText('Missing');

  await page.getByRole('link', { name: 'Edit', exact: true }).click();
  await arrive(page, 'Edit an assister');
  await expect(form.field('City')).toHaveValue('Duluth');
  await form.field('City').fill('Ely');
  await form.field('Certification email').fill('info@agency.example.test');
  await form.choice('Assister Portal Access', 'Yes').check();
  await form.choice('Employment', 'Active').check();
  await form.save.click();
  await expectRefused(page, form.field('Certification email'), say('agency.generic', { mailbox: 'info' }));
  await expect(form.field('City')).toHaveValue('Ely');
  await expect(form.choice('Assister Portal Access', 'Yes')).toBeChecked();
  await form.field('Certification email').fill(`t.${letters()}@agency.example.test`);
  await form.save.click();
  await arrive(page, name);
  await expect(page.locator('main')).toContainText(say('agency.saved_changed'));
  await expect(fact(page, say('standing.gate_approved'))).toHaveText('Done');
  const history = page.getByRole('table', { name: 'History' }).getByRole('row');
  await expect(history.filter({ hasText: 'City' })).toContainText(/Karin Solberg.*City.*Duluth.*Ely/);
  await expect(history.filter({ hasText: 'Assister Portal Access' })).toContainText(/No.*Yes/);
});

test('who edits what somebody else changed meanwhile is told, and can save on', async ({ actors }) => {
  const { name } = await trainee(actors);
  const page = await actors.demo(demo.contact);
  const form = new EntryForm(page);
  await new Roster(page).open();
  await new Roster(page).openPerson(name);
  const edit = `${path(page)}/edit`;
  await visit(page, edit);
  await postForm(page, edit, { city: 'Ely' });
  await form.field('City').fill('Cook');
  await form.save.click();
  await expect(page.getByText(say('agency.meanwhile_title'))).toBeVisible();
  await expect(page.locator('main')).toContainText('City: Ely');
  await expect(form.field('City')).toHaveValue('Cook');
  await audit(page, 'an entry that was changed meanwhile');
  await form.save.click();
  await arrive(page, name);
  await expect(fact(page, 'City')).toHaveText('Cook');
});

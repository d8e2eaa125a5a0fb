// The main journeys in Firefox, with scripts and without: what each role comes for. Refusals and variants are held elsewhere.

import { say } from '../fixtures/catalog.ts';
import { mistyped, readNumber } from '../fixtures/numbers.ts';
import { demo, letters } from '../fixtures/people.ts';
import { HEADINGS } from '../pages/assister.ts';
import { expect, test } from './test.ts';

test('a consumer signs in, authorizes a broker, reads the receipt and signs out', { tag: '@journey' }, async ({ signedIn, consumer }) => {
  const broker = await signedIn(demo.broker);
  const number = readNumber(await broker.textOf('header'));
  const tab = await signedIn(consumer.email, consumer.password);
  await tab.arrive('Your account');
  await tab.link('Manage Assister');
  await tab.arrive('Assister Details');
  await tab.link('Add an assister');
  await tab.arrive(HEADINGS.number);

  // A typing mistake is said at the field, and what was typed is still there.
  await tab.type('Reference Number', mistyped(number));
  await tab.button('Search');
  await tab.refused('Reference Number', say('number.check'));
  expect(await tab.value('Reference Number')).toBe(mistyped(number));
  await tab.type('Reference Number', number);
  await tab.button('Search');
  await tab.arrive(HEADINGS.card);
  await tab.button('Continue');
  await tab.arrive(HEADINGS.agree);

  // Another name than the account's is refused, and both answers are still there.
  await tab.click({ name: 'I have read this and I agree' });
  await tab.type('Type your full name', 'Somebody Else');
  await tab.button('Confirm');
  await tab.refused('Type your full name', say('agree.name_different', { name: consumer.name }));
  expect(await tab.value('Type your full name')).toBe('Somebody Else');
  expect(await tab.value('I have read this and I agree')).toBe('true');
  await tab.type('Type your full name', consumer.name);
  await tab.button('Confirm');
  const done = await tab.arrive(/^You have authorized ./);
  await tab.link('View your receipt');
  await tab.arrive('Your receipt');
  await tab.says(consumer.name);
  await tab.back();
  await tab.arrive(done);
  await tab.reload();
  await tab.arrive(done);

  await tab.button('Sign out');
  await tab.arrive('Sign in');
  await tab.back();
  await tab.arrive('Sign in');
  expect(await tab.textOf('body')).not.toContain(consumer.name);
});

test('an assister goes through the client list to a record and back', { tag: '@journey' }, async ({ signedIn }) => {
  const tab = await signedIn(demo.navigator);
  await tab.arrive('Your clients');
  await tab.follow('main nav a', 'In Progress');
  await tab.until('list of those in progress', async () => (await tab.path()).includes('list=in-progress'));
  await tab.arrive('Your clients');
  const names = await tab.names();
  expect(names).toHaveLength(41);
  const name = names[0]!;
  await tab.link(name);
  await tab.arrive(name);
  await tab.says(`You are acting for ${name}`);
  await tab.link('Back to your clients');
  await tab.arrive('Your clients');
  expect(await tab.path()).toContain('list=in-progress');
  await tab.back();
  await tab.arrive(name);
  await tab.back();
  await tab.arrive('Your clients');

  // A search leaves no name in the address.
  await tab.type('Search clients', name);
  await tab.button('Search');
  await tab.until('result', async () => (await tab.path()).includes('q='));
  await tab.arrive('Your clients');
  expect(await tab.names()).toEqual([name]);
  expect(await tab.value('Search clients')).toBe(name);
  expect(await tab.path()).not.toContain(name.split(' ')[0]);
});

test('an agency contact finds people on the roster and is refused an entry, which keeps what was typed', { tag: '@journey' }, async ({ signedIn }) => {
  const tab = await signedIn(demo.contact);
  await tab.arrive('Your organization');
  await tab.link('Suspended');
  await tab.until('suspended', async () => (await tab.path()).includes('state=suspended'));
  await tab.says('Yusuf Farah');
  await tab.link('Add an assister');
  await tab.arrive('Add an assister');
  const own = letters();
  const typed = {
    'First name': 'Test',
    'Last name': `Helper${own}`,
    'Certification email': 'trainee@demo.test',
    'Training ID': `T-${own.toUpperCase()}`,
    Phone: '(218) 555-0199',
    Email: 'info@agency.example.test',
    City: 'Duluth',
    'Languages spoken': 'English, Somali',
  };
  for (const [label, text] of Object.entries(typed)) await tab.type(label, text);
  await tab.click({ name: 'CACs' });
  await tab.click({ name: 'No' });
  await tab.button('Save');
  await tab.refused('Certification email', say('agency.email_taken_by', { name: 'Linnea Sandberg' }));
  for (const [label, text] of Object.entries(typed)) expect(await tab.value(label), label).toBe(text);
  for (const chosen of ['CACs', 'No']) expect(await tab.value(chosen), chosen).toBe('true');
  await tab.type('Certification email', `t.${own}@agency.example.test`);
  await tab.button('Save');
  await tab.arrive(`Test Helper${own}`);
  await tab.says(say('agency.saved_added'));
});

test('staff see who waits in a queue, and find a consumer', { tag: '@journey' }, async ({ signedIn, consumer }) => {
  const tab = await signedIn(demo.arc);
  const home = await tab.arrive(/./);
  await tab.follow('main nav a', 'To confirm');
  await tab.until('queue', async () => (await tab.path()).includes('queue=confirm'));
  await tab.arrive(home);
  await tab.follow('main nav a', 'Ready to enroll');
  await tab.until('queue', async () => !(await tab.path()).includes('queue=confirm'));
  const [name] = await tab.names();
  await tab.link(name!);
  await tab.arrive(name!);
  await tab.link('Back to the queue');
  await tab.arrive(home);
  await tab.link('Consumers');
  await tab.arrive('Find a consumer');
  await tab.type('Full name', consumer.name);
  await tab.type('Date of birth', consumer.born);
  await tab.type('Email of their account', consumer.email);
  await tab.button('Find');
  await tab.says(consumer.name);
  await tab.button('Sign out');
  await tab.arrive('Sign in');
});

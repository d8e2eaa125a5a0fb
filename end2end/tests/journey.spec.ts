// The whole story, once: a consumer authorizes the navigator, the navigator finds them under New, opens the record, sees it move,
// and loses it when the consumer says so.

import { demo } from '../fixtures/people.ts';
import { expect, test } from '../fixtures/test.ts';
import { Details, Remove, Wizard } from '../pages/assister.ts';
import { backToList, Clients } from '../pages/clients.ts';
import { arrive, expectNotFound, fact, path, visit } from '../pages/page.ts';

test(
  'a consumer authorizes the navigator, who finds and opens the record, until the consumer removes them',
  { tag: '@main' },
  async ({ actors, withNavigator }) => {
    const number = await actors.number(demo.navigator);
    const { page: consumer, who } = await actors.consumer();
    await withNavigator(async () => {
      await consumer.getByRole('link', { name: 'Manage Assister', exact: true }).click();
      await arrive(consumer, 'Assister Details');
      const details = new Details(consumer);
      await expect(details.none).toBeVisible();
      await details.add.click();
      await arrive(consumer, 'Select the Assister Helping You');
      const wizard = new Wizard(consumer);
      await wizard.lookUp(number);
      await arrive(consumer, 'Is this your assister?');
      await expect(fact(consumer, 'Organization')).toHaveText('Northern Lights Health Navigators');
      await wizard.next.click();
      await arrive(consumer, 'Assister Authorization/Agent of Record');
      await wizard.fillIn(who.name);
      try {
        await wizard.confirm.click();
        const name = await wizard.done();

        const navigator = await actors.demo(demo.navigator);
        const clients = new Clients(navigator);
        await clients.open('new');
        expect([await clients.count('new'), await clients.count('in-progress'), await clients.count('all')]).toEqual([24, 41, 65]);
        await clients.search(who.name);
        await clients.found(who.name, [who.name]);
        await clients.client(who.name).click();
        await expect(navigator.getByText(`You are acting for ${who.name}`).first()).toBeVisible();
        const record = path(navigator);
        await backToList(navigator).click();
        await clients.arrived();
        expect([await clients.count('new'), await clients.count('in-progress'), await clients.count('all')]).toEqual([23, 42, 65]);
        // The way back leads to the same search in New, where the client no longer is.
        await clients.found(who.name, []);

        await new Remove(consumer).remove();
        await expect(consumer.locator('main')).toContainText(`You removed ${name}`);
        await expectNotFound(navigator, record);
        await clients.open('in-progress');
        expect([await clients.count('new'), await clients.count('in-progress'), await clients.count('all')]).toEqual([23, 41, 64]);
      } finally {
        // Others count the navigator's clients: also when this test fails, the consumer is gone again.
        await visit(consumer, '/account/assister/remove');
        const remove = new Remove(consumer).button;
        if (await remove.isVisible()) await remove.click();
        await arrive(consumer, 'Assister Details');
      }
    });
    await visit(consumer, '/account');
    await expect(consumer.locator('main')).toContainText('Nobody helps you at the moment.');
  },
);

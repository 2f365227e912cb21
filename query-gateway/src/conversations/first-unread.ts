/** Lines of a thread among which its unread messages are looked for. */
const LINES = 2000;

export type FirstUnread = { readonly conversation_id: string; readonly item_id: string };
/**
 * The first unread line of each conversation (`$1`, a `uuid[]`) that has one. Unread messages are known by their positions, and one that was delivered late
 * can stand among much older lines: lines are walked from the newest back, along the index of the thread's order, until every position is found.
 */
export const FIRST_UNREAD = `select i.conversation_id, f.item_id from rm.inbox i cross join lateral (
    select u.item_id from (
      select l.item_id, l.at, l.position from (
        select t.item_id, t.at, t.position, t.direction from rm.thread_item t
        where t.conversation_id = i.conversation_id order by t.at desc, t.position desc limit ${String(LINES)}
      ) l join json_array_elements_text(i.unread_positions) p(position) on p.position = l.position
      where l.direction = 'in' limit json_array_length(i.unread_positions)
    ) u order by u.at, u.position limit 1
  ) f where i.conversation_id = any($1::uuid[]) and i.unread > 0`;

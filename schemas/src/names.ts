/** Characters of what a company, a person, a channel or a key can be called. */
export const NAME_MAX = 120;

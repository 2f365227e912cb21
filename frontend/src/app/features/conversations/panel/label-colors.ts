/** Colours offered for a label: apart from each other, seen on light and dark. */
export const LABEL_COLORS = ['#5653d4', '#0f9f94', '#1f8a4c', '#c77700', '#d64545', '#c2418f', '#2f7fd1', '#7a7d92'] as const;

/** Who looks at the desk. Null where nobody is signed in. */
export type Viewer = { id: string; displayName: string; isAdmin: boolean };

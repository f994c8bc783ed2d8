/**
 * Create, read, update and delete. The table is {@code account}; its key is {@code id} (a number) and {@code email}.
 */
package classroom.account;

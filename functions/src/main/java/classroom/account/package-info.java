/** Create, read, update and delete: the table {@code account}, key {@code id} (number) and {@code email}. */
package classroom.account;

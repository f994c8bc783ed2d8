/**
 * The modelling lesson: cars and their owners modelled twice, for two sets of questions. The parking lot is the table
 * {@code carros}, key {@code placa}. The vehicle registry is the table {@code proprietarios}, key {@code cpf} and
 * {@code placa}. docs/decisions/0022 lists the questions, and says how the keys and indexes follow from them.
 */
package classroom.garage;

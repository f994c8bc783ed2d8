/**
 * The modelling lesson: cars and their owners modelled twice, for two ways of asking. The parking lot is the table {@code
 * carros}, key {@code placa}; the vehicle registry is the table {@code proprietarios}, key {@code cpf} and {@code placa}.
 * docs/decisions/0022 says what is asked of each, and how its keys and indexes follow from that.
 */
package classroom.garage;

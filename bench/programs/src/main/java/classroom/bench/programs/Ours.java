package classroom.bench.programs;

import classroom.account.CreateAccount;
import classroom.account.GetAccount;
import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** {@code account-create} and then {@code account-get}, the packaged handlers, in one invocation. */
public final class Ours implements RequestStreamHandler {
    private final CreateAccount create = new CreateAccount();
    private final GetAccount get = new GetAccount();

    @Override
    public void handleRequest(InputStream input, OutputStream output, Context context) throws IOException {
        byte[] event = input.readAllBytes();
        create.handleRequest(new ByteArrayInputStream(event), new ByteArrayOutputStream(), context);
        get.handleRequest(new ByteArrayInputStream(event), output, context);
    }
}

import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.reflect.InvocationTargetException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.apache.kafka.common.utils.Exit;

/**
 * Runs Kafka's tools one after the other in one JVM, since each start of a JVM takes seconds. A line of standard input is a
 * call: time limit in ms, class, input, arguments, the last ones in Base64. The answer is a line: exit code, standard
 * output, standard error.
 */
public final class ToolLauncher {
    /** Ends a tool instead of the JVM. */
    private static final class Ended extends Error {
        Ended() {
            super("the tool has ended", null, false, false);
        }
    }

    private static final class Call {
        final ByteArrayOutputStream out = new ByteArrayOutputStream();
        final ByteArrayOutputStream err = new ByteArrayOutputStream();
        final List<Runnable> hooks = new ArrayList<>();
        final InputStream input;
        /** Null until the tool has said it. */
        private Integer code;
        /** What a tool says while it catches {@link Ended} is not its own. */
        private boolean isMuted;

        Call(byte[] input) {
            this.input = new ByteArrayInputStream(input);
        }

        synchronized void end(int status) {
            if (code == null) code = status;
            isMuted = true;
        }

        synchronized void runHooks() {
            isMuted = false;
        }

        synchronized void write(boolean isOutput, byte[] bytes, int offset, int length) {
            if (!isMuted) (isOutput ? out : err).write(bytes, offset, length);
        }

        synchronized Integer code() {
            return code;
        }
    }

    /** What the tools take for the process's streams; libraries keep them, so they must outlive a call. */
    private static volatile Call current;

    public static void main(String[] args) throws Exception {
        PrintStream answers = System.out;
        BufferedReader calls = new BufferedReader(new InputStreamReader(System.in));
        System.setOut(new PrintStream(stream(true), true));
        System.setErr(new PrintStream(stream(false), true));
        System.setIn(new InputStream() {
            @Override
            public int read() throws IOException {
                return current.input.read();
            }

            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                return current.input.read(bytes, offset, length);
            }
        });
        Exit.Procedure procedure = (status, message) -> {
            current.end(status);
            throw new Ended();
        };
        Exit.setExitProcedure(procedure);
        Exit.setHaltProcedure(procedure);
        Exit.setShutdownHookAdder((name, hook) -> current.hooks.add(hook));
        for (String line = calls.readLine(); line != null; line = calls.readLine()) {
            answers.println(run(line.split(" ", -1)));
            answers.flush();
        }
        Runtime.getRuntime().halt(0);
    }

    private static String run(String[] words) throws Exception {
        Call call = new Call(decode(words[2]));
        String[] args = new String[words.length - 3];
        for (int i = 0; i < args.length; i++) args[i] = new String(decode(words[i + 3]));
        current = call;
        Thread thread = new Thread(() -> runMain(call, words[1], args));
        thread.setDaemon(true);
        thread.start();
        thread.join(Long.parseLong(words[0]));
        // As SIGTERM does: what is to be done at the end is done, and nobody waits for the rest.
        call.end(143);
        call.runHooks();
        for (Runnable hook : call.hooks) runHook(hook);
        return call.code() + " " + encode(call.out) + " " + encode(call.err);
    }

    private static void runMain(Call call, String className, String[] args) {
        try {
            forget(className);
            Class.forName(className).getMethod("main", String[].class).invoke(null, (Object) args);
            call.end(0);
        } catch (InvocationTargetException thrown) {
            if (thrown.getCause() instanceof Ended) return;
            thrown.getCause().printStackTrace();
            call.end(1);
        } catch (ReflectiveOperationException unknown) {
            unknown.printStackTrace();
            call.end(1);
        }
    }

    /** The console consumer of 3.x counts what it has printed once for the whole JVM. */
    private static void forget(String className) throws ReflectiveOperationException {
        if (!className.equals("kafka.tools.ConsoleConsumer")) return;
        Class<?> type = Class.forName(className + "$");
        Object consumer = type.getField("MODULE$").get(null);
        type.getMethod("messageCount_$eq", int.class).invoke(consumer, 0);
    }

    private static void runHook(Runnable hook) {
        Thread thread = new Thread(hook);
        thread.setDaemon(true);
        thread.start();
        try {
            thread.join(5000);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static OutputStream stream(boolean isOutput) {
        return new OutputStream() {
            @Override
            public synchronized void write(int value) {
                write(new byte[] {(byte) value}, 0, 1);
            }

            @Override
            public synchronized void write(byte[] bytes, int offset, int length) {
                current.write(isOutput, bytes, offset, length);
            }
        };
    }

    private static byte[] decode(String text) {
        return Base64.getDecoder().decode(text);
    }

    private static String encode(ByteArrayOutputStream bytes) {
        return Base64.getEncoder().encodeToString(bytes.toByteArray());
    }
}

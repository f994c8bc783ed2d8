package classroom.cloud.lambda.environment;

import classroom.cloud.gateway.AwsError;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * The places for execution environments: ten over all functions, the concurrency of a new AWS account.
 *
 * <p>A caller without a place waits, first come first served. An idle environment of the wanted version is reused, the
 * most recently used first. If all places are taken, an environment of another version ends to make room: the one that
 * has been idle longest, preferably of a version that has another environment. This happens at once if no environment
 * of the wanted version exists. Otherwise it happens only after a while, because most calls end before a new process
 * has started. Without these two rules, callers that use more functions than there are places would end each other's
 * environments all the time.
 */
final class Places<E extends Places.Occupant> {
    /** Environments at once ("Lambda quotas": concurrent executions of a new account). */
    static final int COUNT = 10;

    /** What takes a place: an execution environment. */
    interface Occupant {
        /** Its unguessable name. */
        String key();

        /** The version of the function that it runs. */
        Deployment deployment();

        /** Starts it; from then on its process may use its key. */
        void start() throws IOException;

        /** Ends it; if it has not started yet, the thread that starts it must end it. */
        void end();

        /** Sets the action that runs once when it has ended, for whatever reason. */
        void onExit(Runnable action);
    }

    private final Function<Deployment, E> maker;
    private final Duration patience;
    private final ReentrantLock lock = new ReentrantLock();
    private final Deque<Waiter> waiters = new ArrayDeque<>();
    private final Map<String, E> byKey = new ConcurrentHashMap<>();
    /** Idle environments, the one that was used last in front. */
    private final Deque<Idle<E>> idle = new ArrayDeque<>();

    private final Condition allFree = lock.newCondition();

    /** The environment that is ending to make room. */
    private E leaving;

    private int taken;
    private boolean closed;

    private record Idle<E>(E environment, long since) {}

    private final class Waiter {
        final Supplier<Deployment> wanted;
        final Condition served = lock.newCondition();
        final long since = System.nanoTime();
        E environment;
        Deployment toMake;
        AwsError refused;

        Waiter(Supplier<Deployment> wanted) {
            this.wanted = wanted;
        }

        boolean isDone() {
            return environment != null || toMake != null || refused != null;
        }

        long patienceLeft() {
            return since + patience.toNanos() - System.nanoTime();
        }
    }

    /**
     * Needs a starter of environments, and the time to wait for a running environment before another makes room: about
     * the time of a start.
     */
    Places(Function<Deployment, E> maker, Duration patience) {
        this.maker = maker;
        this.patience = patience;
    }

    /**
     * Waits for an environment of the version that is wanted when the caller's turn comes.
     *
     * @throws AwsError from {@code wanted}, for example if the function does not exist any more
     */
    E acquire(Supplier<Deployment> wanted) throws InterruptedException {
        return acquire(wanted, true);
    }

    /**
     * Takes a place without waiting while all places are busy; it waits only for an environment that is just ending.
     *
     * @throws AwsError also {@code TooManyRequestsException}
     */
    E acquireOrRefuse(Supplier<Deployment> wanted) throws InterruptedException {
        return acquire(wanted, false);
    }

    private E acquire(Supplier<Deployment> wanted, boolean waits) throws InterruptedException {
        Waiter waiter = new Waiter(wanted);
        lock.lock();
        try {
            if (!waits && !closed && busy() >= COUNT) {
                throw new AwsError(429, "TooManyRequestsException", "Rate Exceeded.");
            }
            waiters.add(waiter);
            for (serve(); !waiter.isDone(); serve()) {
                long patience = waiter.patienceLeft();
                if (patience > 0) {
                    waiter.served.awaitNanos(patience);
                } else {
                    waiter.served.await();
                }
            }
        } catch (InterruptedException e) {
            waiters.remove(waiter);
            if (waiter.environment != null) {
                idle.push(new Idle<>(waiter.environment, System.nanoTime()));
            } else if (waiter.toMake != null) {
                taken--;
            }
            serve();
            throw e;
        } finally {
            lock.unlock();
        }
        if (waiter.refused != null) {
            throw waiter.refused;
        }
        return waiter.environment != null ? waiter.environment : make(waiter.toMake);
    }

    private E make(Deployment deployment) {
        E made = null;
        boolean started = false;
        try {
            made = maker.apply(deployment);
            byKey.put(made.key(), made);
            made.start();
            started = true;
        } catch (IOException e) {
            throw new AwsError(500, "ServiceException", "The function's process cannot be started: " + e.getMessage());
        } finally {
            if (!started) {
                if (made != null) {
                    byKey.remove(made.key());
                }
                free();
            }
        }
        E environment = made;
        environment.onExit(() -> exited(environment));
        lock.lock();
        try {
            if (closed) {
                environment.end();
            }
        } finally {
            lock.unlock();
        }
        return environment;
    }

    /** Gives an environment back after a call. */
    void release(E environment, boolean current) {
        lock.lock();
        try {
            if (!byKey.containsKey(environment.key())) {
                return;
            }
            if (current && !closed) {
                idle.push(new Idle<>(environment, System.nanoTime()));
                serve();
                return;
            }
        } finally {
            lock.unlock();
        }
        environment.end();
    }

    /** The environment of that key. */
    Optional<E> find(String key) {
        return Optional.ofNullable(byKey.get(key));
    }

    /** Ends the idle environments of a version that is no longer wanted. */
    void retire(Deployment deployment) {
        endIdle(i -> i.environment().deployment() == deployment);
    }

    /** Ends the environments that have been idle for longer than this. */
    void endIdleFor(Duration time) {
        long since = System.nanoTime() - time.toNanos();
        endIdle(i -> i.since() - since < 0);
    }

    private void endIdle(Predicate<Idle<E>> which) {
        lock.lock();
        try {
            for (Iterator<Idle<E>> all = idle.iterator(); all.hasNext(); ) {
                Idle<E> one = all.next();
                if (which.test(one)) {
                    all.remove();
                    one.environment().end();
                }
            }
        } finally {
            lock.unlock();
        }
    }

    /** Ends everything and waits until no process is left. */
    void close() {
        lock.lock();
        try {
            closed = true;
            serve();
            byKey.values().forEach(Occupant::end);
            while (taken > 0) {
                allFree.awaitUninterruptibly();
            }
        } finally {
            lock.unlock();
        }
    }

    private void exited(E environment) {
        lock.lock();
        try {
            byKey.remove(environment.key());
            idle.removeIf(i -> i.environment() == environment);
            if (leaving == environment) {
                leaving = null;
            }
        } finally {
            lock.unlock();
        }
        free();
    }

    private void free() {
        lock.lock();
        try {
            taken--;
            if (taken == 0) {
                allFree.signalAll();
            }
            serve();
        } finally {
            lock.unlock();
        }
    }

    /** How many environments run a call or are about to. */
    private int busy() {
        return taken - idle.size() - (leaving == null ? 0 : 1) + waiters.size();
    }

    /**
     * Serves the waiting callers in order, while there are places; a caller that waits for a running environment does
     * not block the callers behind it.
     */
    private void serve() {
        for (Iterator<Waiter> all = waiters.iterator(); all.hasNext(); ) {
            Waiter next = all.next();
            try {
                Deployment wanted = wanted(next);
                if (!take(next, wanted)) {
                    if (next.patienceLeft() > 0 && runs(wanted)) {
                        continue;
                    }
                    makeRoom();
                    return;
                }
            } catch (AwsError e) {
                next.refused = e;
            }
            all.remove();
            next.served.signal();
        }
    }

    private Deployment wanted(Waiter waiter) {
        if (closed) {
            throw new AwsError(503, "ServiceUnavailableException", "The class has stopped.");
        }
        return waiter.wanted.get();
    }

    private boolean take(Waiter waiter, Deployment wanted) {
        for (Iterator<Idle<E>> all = idle.iterator(); all.hasNext(); ) {
            E environment = all.next().environment();
            if (environment.deployment() == wanted) {
                all.remove();
                waiter.environment = environment;
                return true;
            }
        }
        if (taken < COUNT) {
            taken++;
            waiter.toMake = wanted;
            return true;
        }
        return false;
    }

    /** Whether one that is not idle, for then it had been taken, will be given back. */
    private boolean runs(Deployment wanted) {
        return byKey.values().stream()
                .anyMatch(environment -> environment.deployment() == wanted && environment != leaving);
    }

    private void makeRoom() {
        if (leaving == null && !idle.isEmpty()) {
            // Its exit frees the place and serves again.
            Idle<E> leastMissed = leastMissed();
            idle.remove(leastMissed);
            leaving = leastMissed.environment();
            leaving.end();
        }
    }

    /** The environment that has been idle longest, preferably of a version that has another environment. */
    private Idle<E> leastMissed() {
        Map<Deployment, Long> environments =
                byKey.values().stream().collect(Collectors.groupingBy(E::deployment, Collectors.counting()));
        Iterable<Idle<E>> longestFirst = idle::descendingIterator;
        for (Idle<E> one : longestFirst) {
            if (environments.get(one.environment().deployment()) > 1) {
                return one;
            }
        }
        return idle.getLast();
    }
}

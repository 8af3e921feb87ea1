package dev.baton.ledger;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;

/** A data source that counts the statements that are prepared. */
final class Counted {

    private Counted() {
    }

    static DataSource statements(DataSource source, AtomicInteger count) {
        return (DataSource) Proxy.newProxyInstance(Counted.class.getClassLoader(), new Class<?>[] {DataSource.class}, (self, method, arguments) -> {
            Object made = call(method, source, arguments);
            return !(made instanceof Connection real) ? made
                    : Proxy.newProxyInstance(Counted.class.getClassLoader(), new Class<?>[] {Connection.class}, (proxy, called, given) -> {
                        if (called.getName().equals("prepareStatement")) {
                            count.incrementAndGet();
                        }
                        return call(called, real, given);
                    });
        });
    }

    private static Object call(Method method, Object on, Object[] arguments) throws Throwable {
        try {
            return method.invoke(on, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}

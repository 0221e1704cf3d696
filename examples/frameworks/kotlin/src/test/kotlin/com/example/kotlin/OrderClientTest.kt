package com.example.kotlin

import com.example.server.Failures
import com.example.server.OrderServer
import io.github.connectionprobe.junit.ConnectionProbe
import io.github.connectionprobe.junit.ConnectionProbeExtension
import io.github.connectionprobe.junit.Probe
import java.net.URI
import java.util.function.Supplier
import org.assertj.core.api.Assertions.assertThat
import org.junit.jupiter.api.AfterAll
import org.junit.jupiter.api.Nested
import org.junit.jupiter.api.Tag
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.TestInstance
import org.junit.jupiter.api.extension.RegisterExtension
import org.junit.jupiter.params.ParameterizedTest
import org.junit.jupiter.params.provider.ValueSource

@ConnectionProbe(upstreamMethod = "address")
class OrderClientTest {

    @Test
    fun `reuses one connection`(probe: Probe) {
        val client = OrderClient(probe.uri())
        client.order(1)
        client.order(2)
        assertThat(probe).hasOpenedConnections(1).hasServedExchanges(2)
    }

    @ParameterizedTest
    @ValueSource(ints = [2, 3])
    fun `reuses one connection for any number of calls`(calls: Int, probe: Probe) {
        val client = OrderClient(probe.uri())
        repeat(calls) { client.order(it) }
        probe.assertConnectionsOpened(1)
    }

    @Nested
    inner class Inside {
        @Test
        fun `a nested class sees the probe too`(probe: Probe) {
            OrderClient(probe.uri()).order(1)
            probe.assertExchanges(1)
        }
    }

    companion object {
        private val server = OrderServer.start()

        @JvmStatic fun address(): URI = server.uri()

        @AfterAll @JvmStatic fun stop() = server.close()
    }
}

/** Fields: a probe for each test, and one for the class. */
class FieldTest {

    @ConnectionProbe(upstreamMethod = "address")
    lateinit var own: Probe

    @Test
    fun `a field holds the probe of the test`() {
        OrderClient(own.uri()).order(1)
        own.assertConnectionsOpened(1)
    }

    @Test
    fun `an extension in the companion object lives as long as the class`() {
        OrderClient(shared.uri()).order(1)
        OrderClient(own.uri()).order(1)
        assertThat(shared).hasServedExchanges(1)
    }

    companion object {
        private val server = OrderServer.start()

        @JvmStatic fun address(): URI = server.uri()

        @JvmField
        @RegisterExtension
        val shared: ConnectionProbeExtension = ConnectionProbeExtension.to(Supplier { server.uri() }).build()

        @AfterAll @JvmStatic fun stop() = server.close()
    }
}

/** With one instance there is no need for `@JvmStatic`. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OneInstanceTest {

    private val server = OrderServer.start()

    @RegisterExtension
    val probe: ConnectionProbeExtension = ConnectionProbeExtension.to { server.uri() }.build()

    @Test
    fun `reuses one connection`() {
        val client = OrderClient(probe.uri())
        client.order(1)
        client.order(2)
        assertThat(probe).hasOpenedConnections(1)
    }

    @AfterAll fun stop() = server.close()
}

/** Fails: [LosesKeepAliveTest] runs it. */
@Tag("loses-keep-alive")
@ConnectionProbe(upstreamMethod = "address")
class ClientPerCallExample {

    @Test
    fun clientPerCall(probe: Probe) {
        repeat(3) { OrderClient(probe.uri()).order(it) }
    }

    companion object {
        private val server = OrderServer.start()

        @JvmStatic fun address(): URI = server.uri()

        @AfterAll @JvmStatic fun stop() = server.close()
    }
}

class LosesKeepAliveTest {

    @Test
    fun `the guard fails the test and names the cause`() {
        val failures = Failures.of(ClientPerCallExample::class.java)
        assertThat(failures["clientPerCall(Probe)"]).contains("new-client-per-call", "OrderClient.kt")
    }
}

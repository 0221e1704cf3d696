package com.example.kotlin

import java.net.URI
import okhttp3.OkHttpClient
import okhttp3.Request

/** Calls the server of the orders, with OkHttp. */
class OrderClient(private val server: URI, private val http: OkHttpClient = OkHttpClient()) {

    fun order(id: Int): String =
        http.newCall(Request.Builder().url("$server/orders/$id").build()).execute().use { it.body.string() }
}

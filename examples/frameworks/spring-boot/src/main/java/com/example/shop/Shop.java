package com.example.shop;

import org.springframework.boot.autoconfigure.SpringBootApplication;

/** An application that calls two servers. */
@SpringBootApplication
public class Shop {}

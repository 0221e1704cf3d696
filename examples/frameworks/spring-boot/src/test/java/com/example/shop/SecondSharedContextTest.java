package com.example.shop;

class SecondSharedContextTest extends SharedContextBase {}

package com.example.shop;

class FirstSharedContextTest extends SharedContextBase {}

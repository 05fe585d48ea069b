package com.example.functions;

public final class NotAFunction {}

package com.example.functions;

import io.perigee.functions.EdgeFunction;

public final class NoHandler extends EdgeFunction {}

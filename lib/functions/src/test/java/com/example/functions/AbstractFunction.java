package com.example.functions;

import io.perigee.functions.EdgeFunction;

public abstract class AbstractFunction extends EdgeFunction {}

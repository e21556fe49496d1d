// Gives the precompiled header that all tests share a target to be built in.

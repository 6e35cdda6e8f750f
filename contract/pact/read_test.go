package pact

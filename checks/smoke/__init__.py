"""The live test: does a request for a data set end in a delivery?"""

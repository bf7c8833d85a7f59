"""Make the workbooks that look over years: the trend with its charts, next year's draft plan."""
